package dev.drover.gateway.command;

import java.io.PrintStream;
import java.util.function.IntConsumer;

/** A line that shows how far a long command is, written over again at every hundredth. */
final class Progress implements IntConsumer {

    private final String what;
    private final int total;
    private final PrintStream err;
    private int shown = -1;

    Progress(String what, int total, PrintStream err) {
        this.what = what;
        this.total = total;
        this.err = err;
    }

    @Override
    public synchronized void accept(int done) {
        int percent = (int) (100L * done / Math.max(1, total));
        if (percent > shown) {
            shown = percent;
            err.printf("\r%s: %d of %d", what, done, total);
            if (done == total) {
                err.println();
            }
            err.flush();
        }
    }
}
