package dev.drover.gateway.command;

import java.io.PrintStream;
import java.util.function.LongConsumer;

/** A line that shows how far a model is that takes longer than a second to load. */
final class Loading implements LongConsumer {

    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final int MEGABYTE = 1_000_000;

    private final String name;
    private final long total;
    private final PrintStream err;
    private final long patience;
    private final long begin = System.nanoTime();
    private boolean shown;

    Loading(String name, long total, PrintStream err) {
        this(name, total, err, PATIENCE_NANOS);
    }

    Loading(String name, long total, PrintStream err, long patience) {
        this.name = name;
        this.total = total;
        this.err = err;
        this.patience = patience;
    }

    @Override
    public void accept(long bytes) {
        if (shown || (System.nanoTime() - begin > patience && bytes < total)) {
            shown = true;
            err.printf("\rloading %s: %d of %d MB%s", name, bytes / MEGABYTE, total / MEGABYTE,
                    bytes == total ? System.lineSeparator() : "");
            err.flush();
        }
    }
}
