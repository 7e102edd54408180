package dev.drover.engine.template;

import org.jspecify.annotations.Nullable;

/** A value that can be called: a function, a method bound to its value, a macro. */
@FunctionalInterface
interface Callable {

    /** Calls it. */
    @Nullable
    Object call(Named given);
}
