package dev.drover.gateway.server;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** The first thing that happens when the gateway is told to stop: no more requests, and time for running answers. */
final class Drain implements SmartLifecycle {

    private final Readiness readiness;
    private final Duration most;
    private volatile boolean running;

    Drain(Readiness readiness, Duration most) {
        this.readiness = readiness;
        this.most = most;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {
            // nobody waits
        });
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        readiness.drain(most).doFinally(signal -> callback.run()).subscribe();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
