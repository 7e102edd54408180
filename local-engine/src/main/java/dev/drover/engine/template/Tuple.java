package dev.drover.engine.template;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/** A list that Python would call a tuple: printed in round brackets, and otherwise like any list. */
final class Tuple extends ArrayList<@Nullable Object> {

    @Serial
    private static final long serialVersionUID = 1L;

    Tuple(Collection<? extends @Nullable Object> items) {
        super(items);
    }
}
