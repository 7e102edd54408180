package dev.drover.router.quality;

/** What a prompt looks like from afar: how long it is, what it is made of, how it begins and ends. */
final class PromptShape {

    private static final int LENGTH = 0;
    private static final int NUMBERS = 1;
    private static final int SINGLES = 2;
    private static final int NAMES = 3;
    private static final int SYMBOLS = 4;
    private static final int LINES = 5;
    private static final int TURNS = 6;

    private int words;
    private int numbers;
    private int singles;
    private int names;
    private int symbols;
    private int lines = 1;

    void word(boolean single, boolean name) {
        words++;
        singles += single ? 1 : 0;
        names += name ? 1 : 0;
    }

    void number() {
        words++;
        numbers++;
    }

    void symbol() {
        symbols++;
    }

    void line() {
        lines++;
    }

    /** Adds the shapes as features. */
    void addTo(FeatureTable table, int userTurns) {
        add(table, LENGTH, bucket(words));
        add(table, NUMBERS, Math.min(numbers, 5));
        add(table, SINGLES, bucket(singles));
        add(table, NAMES, Math.min(names, 4));
        add(table, SYMBOLS, bucket(symbols));
        add(table, LINES, bucket(lines));
        add(table, TURNS, Math.min(userTurns, 3));
    }

    private static void add(FeatureTable table, int shape, int value) {
        table.add(shape * 64L + value, FeatureTable.SHAPE, 1, shape, value);
    }

    /** 0, 1, 2, 3 to 4, 5 to 8, 9 to 16 and so on. */
    private static int bucket(int count) {
        return count < 2 ? count : 33 - Integer.numberOfLeadingZeros(count - 1);
    }

    /** A shape in words. */
    static String describe(int shape, int value) {
        String what = switch (shape) {
            case LENGTH -> "words";
            case NUMBERS -> "numbers";
            case SINGLES -> "single letters";
            case NAMES -> "capitalised names";
            case SYMBOLS -> "symbols";
            case LINES -> "lines";
            default -> "user turns";
        };
        boolean exact = shape == NUMBERS || shape == NAMES || shape == TURNS || value < 3;
        return exact ? "number of " + what + ": " + value
                : "number of " + what + ": " + ((1 << (value - 2)) + 1) + " to " + (1 << (value - 1));
    }
}
