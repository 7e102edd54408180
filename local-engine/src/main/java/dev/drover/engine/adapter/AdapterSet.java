package dev.drover.engine.adapter;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The adapters of a sequence, which are added up.
 *
 * @param parts each with its share, in the order in which they are added
 */
public record AdapterSet(List<Part> parts) {

    /** No adapters. */
    public static final AdapterSet NONE = new AdapterSet(List.of());

    /** Copies the list. */
    public AdapterSet {
        parts = List.copyOf(parts);
    }

    /**
     * An adapter and its share.
     *
     * @param adapter made for the sequence's network
     * @param scale what is multiplied with what it adds; 1 for as it was trained, any finite number
     */
    public record Part(Adapter adapter, float scale) {

        /** Checks the range. */
        public Part {
            if (!Float.isFinite(scale)) {
                throw new IllegalArgumentException("scale: " + scale + " (expected: a number, 1 for as trained)");
            }
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** What sets the state of its sequences apart from that of others, whose tokens may be the same. */
    public String key() {
        return parts.stream()
                .map(part -> part.adapter().number() + "*" + part.scale())
                .collect(Collectors.joining("+"));
    }
}
