package dev.drover.gateway.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every two seconds whether the file of keys has changed. A bad file is refused, and the keys before stay. */
public final class KeyWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final @Nullable KeyRing keys;
    private final @Nullable Thread thread;
    private volatile String problems = "";

    /**
     * Begins to watch.
     *
     * @param keys null when none are demanded
     */
    public KeyWatch(@Nullable KeyRing keys) {
        this.keys = keys;
        this.thread = keys == null ? null : Thread.ofVirtual().name("key-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. */
    void look() {
        KeyRing ring = keys;
        if (ring == null) {
            return;
        }
        try {
            if (ring.refresh()) {
                LOG.info("{} keys are in force", ring.size());
            }
            problems = "";
        } catch (IllegalArgumentException unusable) {
            String told = String.valueOf(unusable.getMessage());
            if (!told.equals(problems)) {
                LOG.error("the file of keys is refused; those before stay:\n{}", told);
            }
            problems = told;
        }
    }

    /** Whether the file as it lies there now is refused. */
    public boolean refused() {
        return !problems.isEmpty();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
