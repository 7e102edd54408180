package dev.drover.engine.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The variable {@code loop} of one pass of a loop.
 *
 * @param items what the loop goes through
 * @param index where it is, from 0
 * @param depth how many loops of a recursive one it is within, itself among them
 * @param again renders the loop for other items, if it is a recursive one
 */
record LoopState(List<@Nullable Object> items, int index, int depth, Callable again) implements Callable {

    @Override
    public @Nullable Object call(Named given) {
        return again.call(given);
    }

    /** An attribute; {@link Undefined} if there is none of that name. */
    @Nullable
    Object get(String name) {
        int size = items.size();
        return switch (name) {
            case "index" -> (long) index + 1;
            case "index0" -> (long) index;
            case "revindex" -> (long) size - index;
            case "revindex0" -> (long) size - index - 1;
            case "first" -> index == 0;
            case "last" -> index == size - 1;
            case "length" -> (long) size;
            case "depth" -> (long) depth;
            case "depth0" -> (long) depth - 1;
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined(name);
            case "nextitem" -> index < size - 1 ? items.get(index + 1) : new Undefined(name);
            case "cycle" -> (Callable) given -> given.needed(index % Math.max(1, given.positional().size()), "item");
            default -> new Undefined(name);
        };
    }
}
