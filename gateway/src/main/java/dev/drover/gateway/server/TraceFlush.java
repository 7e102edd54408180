package dev.drover.gateway.server;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/** Sends the last spans while their exporter still lives: when the gateway stops, beans go in an order nobody promises. */
final class TraceFlush implements SmartLifecycle {

    private static final long PATIENCE_SECONDS = 5;

    private final SdkTracerProvider provider;
    private volatile boolean running;

    TraceFlush(SdkTracerProvider provider) {
        this.provider = provider;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        provider.forceFlush().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped last, when all requests have ended. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
