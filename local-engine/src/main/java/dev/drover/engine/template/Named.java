package dev.drover.engine.template;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a filter, test, method or function was given.
 *
 * @param positional in order
 * @param named by name
 */
record Named(List<@Nullable Object> positional, Map<String, @Nullable Object> named) {

    boolean has(int index, String name) {
        return positional.size() > index || named.containsKey(name);
    }

    /** An argument by its place or its name; null is none, an absent one {@link Undefined}. */
    @Nullable
    Object get(int index, String name) {
        if (positional.size() > index) {
            return positional.get(index);
        }
        return named.containsKey(name) ? named.get(name) : new Undefined(name);
    }

    @Nullable
    Object get(int index, String name, @Nullable Object otherwise) {
        return has(index, name) ? get(index, name) : otherwise;
    }

    /** An argument that must be there. */
    @Nullable
    Object needed(int index, String name) {
        if (!has(index, name)) {
            throw new IllegalArgumentException(name + ": absent (expected: an argument)");
        }
        return get(index, name);
    }

    String string(int index, String name, String otherwise) {
        Object value = get(index, name, null);
        return value == null ? otherwise : Values.text(value).string();
    }

    /** The text of an argument that must be there. */
    Text text(int index, String name) {
        return Values.text(needed(index, name));
    }

    /** What stands after the first arguments. */
    Named rest(int count) {
        return new Named(positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }
}
