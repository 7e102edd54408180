package dev.drover.engine.template;

import org.jspecify.annotations.Nullable;

/**
 * How much work one rendering may still do. A template comes out of a file that anybody may have made: one that doubles
 * a text again and again, or sorts in a loop in a loop, ends in an error and not in an exhausted machine. Every
 * expression and every item that is gone through costs one unit, and so does every character that is copied; a
 * conversation brings units along for each of its own characters, so that long ones are no harder than short ones.
 */
final class Budget {

    private static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();
    private static final long BASE = 1L << 25;
    private static final long FOR_EACH_CHARACTER = 64;

    private long left = BASE;

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

    /** Takes what it costs to look through a value once, which is far less than to copy it. */
    static void chargeLook(@Nullable Object value) {
        charge(value instanceof Text text ? 1 + (text.length() >> 3) : 1);
    }

    /** Adds units for content of some length. */
    static void grant(int characters) {
        if (CURRENT.isBound()) {
            CURRENT.get().left += FOR_EACH_CHARACTER * characters;
        }
    }

    private void take(long units) {
        left -= units;
        if (left < 0) {
            throw new IllegalArgumentException("too much work (expected: at most " + BASE
                    + " steps and characters, and " + FOR_EACH_CHARACTER + " for each character of the conversation)");
        }
    }
}
