package dev.drover.engine.template;

/**
 * How much work one rendering may still do. A template comes out of a file that anybody may have made: one that doubles
 * a text again and again, or sorts in a loop in a loop, ends in an error and not in an exhausted machine. Every
 * expression and every item that is gone through costs one unit, and so does every character that is copied.
 */
final class Budget {

    private static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();
    private static final long MOST = 1L << 28;

    private long left = MOST;

    private Budget() {}

    /** Runs something within a budget of its own. */
    static <T> T within(ScopedValue.CallableOp<T, RuntimeException> work) {
        return ScopedValue.where(CURRENT, new Budget()).call(work);
    }

    /** Takes units from the budget of the rendering at hand, if there is one. */
    static void charge(long units) {
        if (CURRENT.isBound()) {
            CURRENT.get().take(units);
        }
    }

    private void take(long units) {
        left -= units;
        if (left < 0) {
            throw new IllegalArgumentException("too much work (expected: at most " + MOST + " steps and characters)");
        }
    }
}
