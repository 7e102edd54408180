package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;

/** A family of questions. Implementations keep no state. */
@FunctionalInterface
interface Task {

    /**
     * Draws a question.
     *
     * @param dice where chance comes from
     * @param hardness 0 for the shortest and easiest questions to 1 for the hardest
     */
    Question draw(Dice dice, double hardness);

    /** The whole number between two bounds that lies at {@code hardness} of the way, plus or minus a little chance. */
    static int scaled(Dice dice, double hardness, int low, int high) {
        int span = high - low + 1;
        int at = low + (int) (hardness * span);
        return Math.clamp(at + dice.between(-1, 1), low, high);
    }
}
