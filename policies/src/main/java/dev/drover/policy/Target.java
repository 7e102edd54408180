package dev.drover.policy;

/** What a requested model name leads to. */
public sealed interface Target {

    /**
     * A policy governs the request.
     *
     * @param policy the policy
     */
    record Governed(RoutePolicy policy) implements Target {}

    /**
     * The name is that of a model, or one of its aliases, and no policy governs it.
     *
     * @param model the model
     */
    record Direct(Model model) implements Target {}

    /**
     * The name is that of a cascade or a deferral, and no policy governs it.
     *
     * @param pair the pair
     */
    record Paired(RoutePolicy.Pair pair) implements Target {}
}
