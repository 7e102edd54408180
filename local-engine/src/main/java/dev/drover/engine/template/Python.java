package dev.drover.engine.template;

/** What Python thinks of characters, where Java thinks otherwise. */
final class Python {

    private Python() {}

    /** Whether {@code str.strip()} and {@code \s} take a character for white space. */
    static boolean isSpace(int character) {
        return switch (character) {
            case '\t', '\n', 0x0B, '\f', '\r', 0x1C, 0x1D, 0x1E, 0x1F, ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F,
                    0x205F, 0x3000 ->
                true;
            default -> character >= 0x2000 && character <= 0x200A;
        };
    }

    /** Whether {@code str.splitlines()} takes a character for the end of a line. */
    static boolean endsLine(char character) {
        return switch (character) {
            case '\n', 0x0B, '\f', '\r', 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }

    /** A text without white space at its beginning. */
    static String stripLeading(String text) {
        int from = 0;
        while (from < text.length() && isSpace(text.charAt(from))) {
            from++;
        }
        return text.substring(from);
    }

    /** A text without white space at its end. */
    static String stripTrailing(String text) {
        int to = text.length();
        while (to > 0 && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(0, to);
    }
}
