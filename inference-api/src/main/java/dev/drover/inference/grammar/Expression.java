package dev.drover.inference.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set of texts. Immutable. */
public sealed interface Expression {

    /** The empty text alone. */
    static Expression empty() {
        return new Sequence(List.of());
    }

    /**
     * One text.
     *
     * @param text possibly empty; a lone surrogate in it counts as a question mark
     */
    record Literal(String text) implements Expression {}

    /**
     * One character of a set.
     *
     * @param characters which
     */
    record OneOf(CharacterSet characters) implements Expression {}

    /**
     * Texts of several expressions, one after the other.
     *
     * @param parts in order
     */
    record Sequence(List<Expression> parts) implements Expression {

        /** Copies the list. */
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A text of any of several expressions.
     *
     * @param options none of them for no text at all
     */
    record Choice(List<Expression> options) implements Expression {

        /** Copies the list. */
        public Choice {
            options = List.copyOf(options);
        }
    }

    /**
     * Texts of an expression, one after the other.
     *
     * @param what the expression
     * @param min how many at least, at least 0
     * @param max how many at most, at least {@code min}; {@link #ANY_NUMBER} for any number
     */
    record Repeat(Expression what, int min, int max) implements Expression {

        /** No limit. */
        public static final int ANY_NUMBER = Integer.MAX_VALUE;
    }

    /**
     * A text of a rule.
     *
     * @param name the rule's
     */
    record Rule(String name) implements Expression {}

    /**
     * A text in which another does not occur, with that other behind it or, where it may end without, alone.
     *
     * @param mark what does not occur, at least one character
     * @param closed whether the mark must stand at the end; else it does not stand there
     */
    record Until(String mark, boolean closed) implements Expression {}

    /** One text. */
    static Expression text(String text) {
        return new Literal(text);
    }

    /** Expressions one after the other. */
    static Expression sequence(Expression... parts) {
        return new Sequence(Arrays.asList(parts));
    }

    /** Any of several expressions. */
    static Expression choice(Expression... options) {
        return new Choice(Arrays.asList(options));
    }

    /** A text of an expression, or none. */
    static Expression optional(Expression what) {
        return new Repeat(what, 0, 1);
    }

    /** Any number of texts of an expression, at least {@code min}. */
    static Expression repeat(Expression what, int min) {
        return new Repeat(what, min, Repeat.ANY_NUMBER);
    }

    /**
     * Texts of an expression with separators between them.
     *
     * @param min how many at least
     * @param max how many at most; {@link Repeat#ANY_NUMBER} for any number
     */
    static Expression list(Expression what, Expression separator, int min, int max) {
        if (max == 0) {
            return empty();
        }
        int rest = max == Repeat.ANY_NUMBER ? max : max - 1;
        Expression some = sequence(what, new Repeat(sequence(separator, what), Math.max(0, min - 1), rest));
        return min == 0 ? optional(some) : some;
    }

    /** Its texts with others behind them. */
    default Expression then(Expression... next) {
        List<Expression> parts = new ArrayList<>();
        parts.add(this);
        parts.addAll(Arrays.asList(next));
        return new Sequence(parts);
    }
}
