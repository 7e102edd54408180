package dev.drover.engine.template;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Something with a value. Values are {@link Text}, Long, Double, Boolean, null, {@link Undefined}, List, Map, callables. */
sealed interface Expression {

    /** The line it stands on. */
    int line();

    /** A value that is written out. */
    record Constant(@Nullable Object value, int line) implements Expression {}

    /** A variable. */
    record Name(String name, int line) implements Expression {}

    /** A list, or a tuple. */
    record Listing(List<Expression> items, boolean tuple, int line) implements Expression {}

    /** A dictionary. */
    record Dictionary(List<Expression> keys, List<Expression> values, int line) implements Expression {}

    /** {@code of.name}. */
    record Attribute(Expression of, String name, int line) implements Expression {}

    /** {@code of[key]}. */
    record Subscript(Expression of, Expression key, int line) implements Expression {}

    /** {@code of[from:to:step]}. */
    record Slice(Expression of, @Nullable Expression from, @Nullable Expression to, @Nullable Expression step,
            int line) implements Expression {}

    /** {@code callee(arguments)}. */
    record Call(Expression callee, Arguments arguments, int line) implements Expression {}

    /** {@code value|name(arguments)}. */
    record Filtered(Expression value, String name, Arguments arguments, int line) implements Expression {}

    /** {@code value is name(arguments)}. */
    record Tested(Expression value, String name, Arguments arguments, boolean negated,
            int line) implements Expression {}

    /** {@code not value}, {@code -value}, {@code +value}. */
    record Unary(String operator, Expression value, int line) implements Expression {}

    /** Arithmetic, {@code ~}, {@code and}, {@code or}. */
    record Binary(String operator, Expression left, Expression right, int line) implements Expression {}

    /** {@code first < second == third}: operators stand between the operands. */
    record Comparison(List<Expression> operands, List<String> operators, int line) implements Expression {}

    /** {@code then if condition else otherwise}. */
    record Choice(Expression condition, Expression then, @Nullable Expression otherwise,
            int line) implements Expression {}

    /**
     * What a call is given.
     *
     * @param positional in order
     * @param named by name
     */
    record Arguments(List<Expression> positional, Map<String, Expression> named) {

        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }
}
