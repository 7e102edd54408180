package dev.drover.gateway.provider.balance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How busy a deployment is, as far as this process knows.
 *
 * <p>
 * Latency is a peak-sensitive mean, as Twitter's Finagle has it: a time above the mean replaces it at once, one below
 * draws it down by exp(-t / 10 s) for the time t since the last one, and while none comes the mean decays by itself. So a
 * slow deployment is noticed by its first slow answer, and one that is no longer asked looks better until it is tried
 * again. Safe for use by many threads.
 */
public final class Load {

    private static final double DECAY_NANOS = 10e9;
    private static final Duration FAILURE = Duration.ofSeconds(1);

    private final LongSupplier clock;
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    private double mean;
    private long noted;

    /** An idle deployment. */
    public Load() {
        this(System::nanoTime);
    }

    /** An idle deployment under a clock in nanoseconds. */
    Load(LongSupplier clock) {
        this.clock = clock;
        this.noted = clock.getAsLong();
    }

    /** A request goes to it that is worth so many tokens. */
    public void begin(long worth) {
        tokens.addAndGet(worth);
        running.incrementAndGet();
    }

    /** Such a request has ended. */
    public void end(long worth) {
        tokens.addAndGet(-worth);
        running.decrementAndGet();
    }

    /** An answer took so long to begin. */
    public synchronized void began(Duration took) {
        double decayed = nanos();
        double share = Math.exp(-(clock.getAsLong() - noted) / DECAY_NANOS);
        mean = took.toNanos() > decayed ? took.toNanos() : mean * share + took.toNanos() * (1 - share);
        noted = clock.getAsLong();
    }

    /** A request failed after so long: that counts as a slow answer, for a failure may be quick. */
    public void failed(Duration after) {
        began(after.compareTo(FAILURE) < 0 ? FAILURE : after);
    }

    /** Tokens of the requests that run. */
    public long tokens() {
        return tokens.get();
    }

    /** How many requests run. */
    public int running() {
        return running.get();
    }

    /** How long an answer takes to begin, in nanoseconds; 0 before the first one. */
    synchronized double nanos() {
        return mean * Math.exp(-(clock.getAsLong() - noted) / DECAY_NANOS);
    }

    /** How long one more request would wait, in nanoseconds: for a weight of 1, those that run are in front of it. */
    double expected(int weight) {
        double each = nanos();
        return (each == 0 && running() > 0 ? FAILURE.toNanos() : each) * (1 + (double) running() / weight);
    }
}
