package dev.drover.gateway.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A line that shows how much of a file has come, how fast, and how long the rest will take; written over again. */
final class Transfer implements LongConsumer {

    private static final double MEGABYTE = 1e6;
    private static final long BETWEEN = 200_000_000;

    private final String what;
    private final long total;
    private final LongSupplier nanos;
    private final PrintStream err;
    private long begin = -1;
    private long beginBytes;
    private long shown;
    private boolean done;

    Transfer(String what, long total, LongSupplier nanos, PrintStream err) {
        this.what = what;
        this.total = total;
        this.nanos = nanos;
        this.err = err;
    }

    @Override
    public void accept(long bytes) {
        long now = nanos.getAsLong();
        if (begin < 0) {
            begin = now;
            beginBytes = bytes;
        } else if (done || (now - shown < BETWEEN && bytes < total)) {
            return;
        }
        shown = now;
        done = bytes >= total;
        double seconds = (now - begin) / 1e9;
        double rate = seconds > 0 ? (bytes - beginBytes) / seconds : 0;
        err.printf(Locale.ROOT, "\r%s: %.1f of %.1f MB", what, bytes / MEGABYTE, total / MEGABYTE);
        if (rate > 0) {
            err.printf(Locale.ROOT, ", %.1f MB/s, %s    ", rate / MEGABYTE,
                    done ? "done   " : (long) Math.ceil((total - bytes) / rate) + " s left");
        }
        if (done) {
            err.println();
        }
        err.flush();
    }
}
