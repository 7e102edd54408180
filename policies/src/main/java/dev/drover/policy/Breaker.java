package dev.drover.policy;

import java.time.Duration;

/**
 * When a deployment that fails is left alone.
 *
 * @param window how many of the latest calls are looked at, 1 to 10,000
 * @param minimum how many there must be before anything is concluded, 1 to 10,000
 * @param failures the share of failed calls that opens the breaker, in percent, 1 to 100
 * @param rest how long nobody calls then
 * @param trials how many calls are let through after that, to see whether it is well again, 1 to 1,000
 */
public record Breaker(int window, int minimum, int failures, Duration rest, int trials) {

    /** What holds when a document says nothing: half of 5 to 20 calls, 10 s, 2 trials. */
    public static final Breaker STANDARD = new Breaker(20, 5, 50, Duration.ofSeconds(10), 2);
}
