package dev.drover.gateway.provider;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many retries the traffic can bear: each request pays in a fifth of one, each retry takes one out, and ten at most
 * are saved up. So a dead upstream is never asked more than 1.2 times as often as a living one. Safe for use by many
 * threads.
 */
final class RetryBudget {

    private static final long RETRY = 10;
    private static final long DEPOSIT = 2;
    private static final long MOST = 10 * RETRY;

    private final AtomicLong balance = new AtomicLong(MOST);

    /** Pays in for a request. */
    void request() {
        balance.updateAndGet(saved -> Math.min(MOST, saved + DEPOSIT));
    }

    /** Takes out a retry; false when there is none. */
    boolean retry() {
        return balance.getAndUpdate(saved -> saved >= RETRY ? saved - RETRY : saved) >= RETRY;
    }
}
