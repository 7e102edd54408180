package dev.drover.gateway.command;

import java.io.PrintStream;
import java.util.function.LongConsumer;

/** A line that shows how far a model is that takes longer than a second to load. */
final class Loading implements LongConsumer {

    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final long MEGABYTE = 1_000_000;

    private final String name;
    private final PrintStream err;
    private final long patience;
    private final long begin = System.nanoTime();
    private long shown = -1;

    Loading(String name, PrintStream err) {
        this(name, err, PATIENCE_NANOS);
    }

    Loading(String name, PrintStream err, long patience) {
        this.name = name;
        this.err = err;
        this.patience = patience;
    }

    @Override
    public void accept(long bytes) {
        if (bytes / MEGABYTE > shown && System.nanoTime() - begin > patience) {
            shown = bytes / MEGABYTE;
            err.printf("\rloading %s: %d MB of weights are in order", name, shown);
            err.flush();
        }
    }

    /** It is loaded, or will never be. */
    void end() {
        if (shown >= 0) {
            err.println();
        }
    }
}
