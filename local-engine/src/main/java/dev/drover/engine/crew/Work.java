package dev.drover.engine.crew;

/** What a crew does together: every member runs it once, with itself as the argument. */
@FunctionalInterface
public interface Work {

    /** Does this member's part. All members must pass the same {@link Member#await} calls in the same order. */
    void run(Member member);
}
