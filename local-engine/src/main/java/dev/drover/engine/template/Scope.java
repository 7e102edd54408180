package dev.drover.engine.template;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Variables: those of a loop or macro before those around it. */
final class Scope {

    private final @Nullable Scope outer;
    private final Map<String, @Nullable Object> variables = new HashMap<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    @Nullable
    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.variables.containsKey(name)) {
                return scope.variables.get(name);
            }
        }
        return new Undefined(name);
    }

    void set(String name, @Nullable Object value) {
        variables.put(name, value);
    }
}
