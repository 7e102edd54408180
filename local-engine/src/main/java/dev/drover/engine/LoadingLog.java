package dev.drover.engine;

import java.lang.System.Logger.Level;
import java.util.function.LongConsumer;

/** Says in the log how far a model is that takes long to load: every two seconds, if another tenth is done. */
final class LoadingLog implements LongConsumer {

    private static final System.Logger LOG = System.getLogger(LocalEngine.class.getName());
    private static final long PERIOD_NANOS = 2_000_000_000;
    private static final int STEP_PERCENT = 10;

    private final String name;
    private final long total;
    private long last = System.nanoTime();
    private long told;

    LoadingLog(String name, long total) {
        this.name = name;
        this.total = total;
    }

    @Override
    public void accept(long bytes) {
        long percent = 100 * bytes / Math.max(1, total);
        long now = System.nanoTime();
        if (now - last >= PERIOD_NANOS && percent >= told + STEP_PERCENT && bytes < total) {
            last = now;
            told = percent;
            LOG.log(Level.INFO, "model {0}: {1} of {2} MB of weights are in order", name, bytes / 1_000_000,
                    total / 1_000_000);
        }
    }
}
