package dev.drover.engine.template;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A list that Python would call a tuple: printed in round brackets, and otherwise like any list. */
final class Tuple extends ArrayList<@Nullable Object> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> names;

    Tuple(Collection<? extends @Nullable Object> items) {
        this(items, List.of());
    }

    /** One whose first items also go by names. */
    Tuple(Collection<? extends @Nullable Object> items, List<String> names) {
        super(items);
        this.names = names;
    }

    @Nullable
    Object named(String name) {
        return names.contains(name) ? get(names.indexOf(name)) : new Undefined(name);
    }
}
