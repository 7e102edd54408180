package dev.drover.inference.grammar;

/** What readers of expressions have in common: a text, a place in it, and numbers. */
public abstract class ExpressionReader {

    /** How often something may be repeated where a number says so. */
    public static final int MOST_REPEATS = 10_000;

    /** The text that is read. */
    protected final String text;
    /** Where reading is. */
    protected int at;

    /** Begins to read a text. */
    protected ExpressionReader(String text) {
        this.text = text;
    }

    /** What to throw at this place. */
    protected abstract IllegalArgumentException wrong(String expected);

    /** Whether a character is next. */
    protected final boolean looksAt(char letter) {
        return at < text.length() && text.charAt(at) == letter;
    }

    /** A number of repetitions. */
    protected final int number() {
        int from = at;
        int value = 0;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && value <= MOST_REPEATS) {
            value = 10 * value + Character.digit(text.charAt(at++), 10);
        }
        if (at == from || value > MOST_REPEATS) {
            at = from;
            throw wrong("a number up to " + MOST_REPEATS);
        }
        return value;
    }

    /** A number of so many hexadecimal digits, at most 8. */
    protected final long hexadecimal(int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw wrong(digits + " hexadecimal digits");
            }
            value = 16 * value + digit;
            at++;
        }
        return value;
    }
}
