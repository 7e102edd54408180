package dev.drover.engine.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A part of a template that writes or does something. */
sealed interface Node {

    /** The line it begins on. */
    int line();

    /** Text as it stands. */
    record Plain(Text text, int line) implements Node {}

    /** A value, printed. */
    record Output(Expression value, int line) implements Node {}

    /** {@code if} with its {@code elif}s as the else of one another. */
    record If(Expression condition, List<Node> then, List<Node> otherwise, int line) implements Node {}

    /** {@code for targets in values if condition ... else ...}; a recursive one can be called as {@code loop(values)}. */
    record For(List<String> targets, Expression values, @Nullable Expression condition, boolean recursive,
            List<Node> body, List<Node> otherwise, int line) implements Node {}

    /** {@code set targets = value}; a target with an attribute belongs to a namespace. */
    record Set(List<Target> targets, Expression value, int line) implements Node {}

    /** {@code set name}, text up to {@code endset}, perhaps filtered. */
    record SetBlock(Target target, List<Node> body, @Nullable Expression filter, int line) implements Node {}

    /** {@code macro name(parameters)}. */
    record Macro(String name, List<Parameter> parameters, List<Node> body, int line) implements Node {}

    /** {@code call(parameters) macro(arguments)}: the body is what {@code caller()} gives inside the macro. */
    record CallBlock(List<Parameter> parameters, Expression.Call call, List<Node> body, int line) implements Node {}

    /** {@code filter name}, text up to {@code endfilter}. */
    record FilterBlock(Expression filter, List<Node> body, int line) implements Node {}

    /** {@code generation}: what the model wrote, which matters in training alone. */
    record Block(List<Node> body, int line) implements Node {}

    /** {@code break} or {@code continue}. */
    record Jump(boolean leaves, int line) implements Node {}

    /** {@code with targets = values}: what is set inside ends with it. */
    record With(List<Set> settings, List<Node> body, int line) implements Node {}

    /** {@code do expression}. */
    record Do(Expression value, int line) implements Node {}

    /**
     * What is assigned to.
     *
     * @param name a variable
     * @param attribute of a namespace; null for the variable itself
     */
    record Target(String name, @Nullable String attribute) {}

    /**
     * A macro's parameter.
     *
     * @param name its name
     * @param otherwise its default
     */
    record Parameter(String name, @Nullable Expression otherwise) {}
}
