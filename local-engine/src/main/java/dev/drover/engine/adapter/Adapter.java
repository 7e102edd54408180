package dev.drover.engine.adapter;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An adapter in memory, made for one network. Immutable; safe for use by many threads. */
public final class Adapter {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final String name;
    private final @Nullable Delta[] deltas;

    /** Holds what is added at each of the network's sites; null for nothing. */
    Adapter(String name, @Nullable Delta[] deltas) {
        this.name = name;
        this.deltas = deltas;
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** One that no other adapter of this process has. */
    long number() {
        return number;
    }

    /** What is added at a site; null for nothing. */
    @Nullable
    Delta at(int site) {
        return deltas[site];
    }

    @Override
    public String toString() {
        return "adapter " + name;
    }
}
