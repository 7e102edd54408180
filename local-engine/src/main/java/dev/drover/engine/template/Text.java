package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A string whose characters know where they come from. Immutable. Equality looks at the characters alone, as a template
 * does.
 */
final class Text implements Comparable<Text> {

    static final Text EMPTY = new Text("", new boolean[0]);

    private final String string;
    private final boolean[] foreign;
    private final boolean markup;

    private Text(String string, boolean[] foreign) {
        this(string, foreign, false);
    }

    private Text(String string, boolean[] foreign, boolean markup) {
        Budget.charge(string.length());
        this.string = string;
        this.foreign = foreign;
        this.markup = markup;
    }

    /** What a template wrote. */
    static Text own(String string) {
        return new Text(string, new boolean[string.length()]);
    }

    /** What came from outside. */
    static Text foreign(String string) {
        boolean[] all = new boolean[string.length()];
        Arrays.fill(all, true);
        return new Text(string, all);
    }

    String string() {
        return string;
    }

    int length() {
        return string.length();
    }

    Text slice(int from, int to) {
        return new Text(string.substring(from, to), Arrays.copyOfRange(foreign, from, to));
    }

    /** The number of characters as Python counts them, which is by code points. */
    int count() {
        Budget.chargeLook(this);
        return string.codePointCount(0, string.length());
    }

    /** The character at an index of {@link #count}, as a text. */
    Text at(int index) {
        return part(index, index + 1);
    }

    /** The characters from an index of {@link #count} to before another. */
    Text part(int from, int to) {
        int start = string.offsetByCodePoints(0, from);
        return slice(start, string.offsetByCodePoints(start, to - from));
    }

    /** Whether a part occurs; the price covers the worst case of a search. */
    boolean contains(String part) {
        return searched(part).contains(part);
    }

    private String searched(String part) {
        Budget.charge(length() + (((long) length() * part.length()) >> 8));
        return string;
    }

    /** The lines, with what ends them or without. */
    List<Text> lines(boolean ends) {
        List<Text> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < string.length(); at++) {
            char character = string.charAt(at);
            if (Python.endsLine(character)) {
                int end = at;
                at += character == '\r' && at + 1 < string.length() && string.charAt(at + 1) == '\n' ? 1 : 0;
                lines.add(slice(from, ends ? at + 1 : end));
                from = at + 1;
            }
        }
        if (from < string.length()) {
            lines.add(slice(from, string.length()));
        }
        return lines;
    }

    /** The same text as HTML that is not escaped again. */
    Text asMarkup() {
        return new Text(string, foreign, true);
    }

    /** The sum of two texts; where one is HTML the other is escaped, as Python's markup does it. */
    Text plus(Text other) {
        if (!markup && !other.markup) {
            return new Builder().add(this).add(other).text();
        }
        return new Builder().add(escaped()).add(other.escaped()).text().asMarkup();
    }

    /** This text with what means something in HTML escaped, unless it is HTML already. */
    Text escaped() {
        return markup ? this : escaped(character -> switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            default -> null;
        });
    }

    /** This text with some characters written otherwise; those for which there is null stay. */
    Text escaped(IntFunction<@Nullable String> escapes) {
        Builder builder = new Builder();
        int from = 0;
        for (int at = 0; at < string.length(); at++) {
            String escape = escapes.apply(string.charAt(at));
            if (escape != null) {
                builder.add(slice(from, at)).own(escape);
                from = at + 1;
            }
        }
        return builder.add(slice(from, string.length())).text();
    }

    boolean isMarkup() {
        return markup;
    }

    /** The characters in the opposite order. */
    Text reversed() {
        Builder builder = new Builder();
        for (int at = string.length(); at > 0;) {
            int from = string.offsetByCodePoints(at, -1);
            builder.add(slice(from, at));
            at = from;
        }
        return builder.text();
    }

    /** Every character goes where it went before; a change of length makes all foreign if one is. */
    Text map(UnaryOperator<String> change) {
        String changed = change.apply(string);
        if (changed.length() == string.length()) {
            return new Text(changed, foreign);
        }
        return anyForeign() ? foreign(changed) : own(changed);
    }

    boolean anyForeign() {
        for (boolean one : foreign) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    Text strip(String characters, boolean left, boolean right) {
        int from = 0;
        int to = string.length();
        while (left && from < to && strips(characters, string.charAt(from))) {
            from++;
        }
        while (right && to > from && strips(characters, string.charAt(to - 1))) {
            to--;
        }
        return slice(from, to);
    }

    private static boolean strips(String characters, char character) {
        return characters.isEmpty() ? Python.isSpace(character) : characters.indexOf(character) >= 0;
    }

    /** The parts between separators, of which only so many count; negative for all. */
    List<Text> split(String separator, int most) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("an empty separator (expected: at least one character)");
        }
        List<Text> parts = new ArrayList<>();
        int from = 0;
        for (int at = searched(separator).indexOf(separator); at >= 0
                && parts.size() != most; at = string.indexOf(separator, from)) {
            parts.add(slice(from, at));
            from = at + separator.length();
        }
        parts.add(slice(from, string.length()));
        return parts;
    }

    /** The parts between white space, of which only so many count; negative for all. */
    List<Text> words(int most) {
        List<Text> parts = new ArrayList<>();
        int at = 0;
        while (at < string.length()) {
            while (at < string.length() && Python.isSpace(string.charAt(at))) {
                at++;
            }
            int from = at;
            while (at < string.length() && (parts.size() == most || !Python.isSpace(string.charAt(at)))) {
                at++;
            }
            if (at > from) {
                parts.add(slice(from, at));
            }
        }
        return parts;
    }

    Text replace(String target, Text replacement, int most) {
        if (target.isEmpty()) {
            return this;
        }
        Builder builder = new Builder();
        int from = 0;
        int left = most;
        for (int at = searched(target).indexOf(target); at >= 0
                && left != 0; at = string.indexOf(target, from), left--) {
            builder.add(slice(from, at)).add(replacement);
            from = at + target.length();
        }
        return builder.add(slice(from, string.length())).text();
    }

    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        for (int at = 1; at <= string.length(); at++) {
            if (at == string.length() || foreign[at] != foreign[from]) {
                segments.add(new Segment(string.substring(from, at), !foreign[from]));
                from = at;
            }
        }
        return segments;
    }

    @Override
    public int compareTo(Text other) {
        return string.compareTo(other.string);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && text.string.equals(string);
    }

    @Override
    public int hashCode() {
        return string.hashCode();
    }

    @Override
    public String toString() {
        return string;
    }

    /** Puts texts together. */
    static final class Builder {

        private static final int LONGEST = 1 << 24;

        private final StringBuilder string = new StringBuilder();
        private boolean[] foreign = new boolean[64];

        Builder add(Text text) {
            grow(text.length());
            System.arraycopy(text.foreign, 0, foreign, string.length(), text.length());
            string.append(text.string);
            return this;
        }

        Builder own(String text) {
            grow(text.length());
            Arrays.fill(foreign, string.length(), string.length() + text.length(), false);
            string.append(text);
            return this;
        }

        private void grow(int more) {
            Budget.charge(1 + more);
            int needed = string.length() + more;
            if (needed > LONGEST) {
                throw new IllegalArgumentException(
                        "a text of " + needed + " characters (expected: at most " + LONGEST + ")");
            }
            if (needed > foreign.length) {
                foreign = Arrays.copyOf(foreign, Math.max(needed, 2 * foreign.length));
            }
        }

        Text text() {
            return new Text(string.toString(), Arrays.copyOf(foreign, string.length()));
        }
    }
}
