package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;

/**
 * How hard a question may be at a point of a run. The range grows from a fifth to all of it over the first 30 %; after
 * that half of the draws come from the hardest third.
 */
final class Curriculum {

    private static final double GROWTH = 0.3;
    private static final double FIRST_RANGE = 0.2;

    private Curriculum() {}

    /** A hardness from 0 to 1 for a question at {@code progress}, 0 to 1. */
    static double hardness(Dice dice, double progress) {
        if (progress < GROWTH) {
            return dice.fraction() * (FIRST_RANGE + (1 - FIRST_RANGE) * progress / GROWTH);
        }
        return dice.happens(0.5) ? (2 + dice.fraction()) / 3 : dice.fraction();
    }
}
