package dev.drover.inference;

/** Whether a model shall call tools. */
public sealed interface ToolChoice {

    /** The model decides. */
    ToolChoice AUTO = new Auto();

    /** No calls. */
    ToolChoice NONE = new None();

    /** At least one call. */
    ToolChoice REQUIRED = new Required();

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** No calls. */
    record None() implements ToolChoice {}

    /** At least one call. */
    record Required() implements ToolChoice {}

    /**
     * A call of one function.
     *
     * @param name the function's
     */
    record Named(String name) implements ToolChoice {}
}
