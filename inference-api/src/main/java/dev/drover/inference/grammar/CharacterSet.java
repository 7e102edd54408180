package dev.drover.inference.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of characters.
 *
 * @param ranges of code points, ascending, apart from one another
 */
public record CharacterSet(List<Range> ranges) {

    /** Every character. */
    public static final CharacterSet ALL = new CharacterSet(List.of(new Range(0, Character.MAX_CODE_POINT)));

    /** No character. */
    public static final CharacterSet NONE = new CharacterSet(List.of());

    /**
     * Code points.
     *
     * @param first the first
     * @param last the last, not before the first
     */
    public record Range(int first, int last) {}

    /** Sorts the ranges and joins those that touch. */
    public CharacterSet {
        List<Range> joined = new ArrayList<>();
        for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList()) {
            Range before = joined.isEmpty() ? null : joined.getLast();
            if (before != null && range.first() <= before.last() + 1) {
                joined.set(joined.size() - 1, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        ranges = List.copyOf(joined);
    }

    /** A range of characters. */
    public static CharacterSet range(int first, int last) {
        return new CharacterSet(List.of(new Range(first, last)));
    }

    /** The characters of a text. */
    public static CharacterSet of(String characters) {
        return new CharacterSet(characters.codePoints().mapToObj(one -> new Range(one, one)).toList());
    }

    /** Those of this and of another. */
    public CharacterSet or(CharacterSet other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return new CharacterSet(all);
    }

    /** Those that are in this and in another. */
    public CharacterSet and(CharacterSet other) {
        return complement().or(other.complement()).complement();
    }

    /** Those that are not in this. */
    public CharacterSet complement() {
        List<Range> gaps = new ArrayList<>();
        int next = 0;
        for (Range range : ranges) {
            if (range.first() > next) {
                gaps.add(new Range(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            gaps.add(new Range(next, Character.MAX_CODE_POINT));
        }
        return new CharacterSet(gaps);
    }

    /** Whether a character is in it. */
    public boolean contains(int codePoint) {
        return ranges.stream().anyMatch(range -> range.first() <= codePoint && codePoint <= range.last());
    }

    /** Whether no character is in it. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }
}
