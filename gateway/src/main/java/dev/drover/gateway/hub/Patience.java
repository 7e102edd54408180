package dev.drover.gateway.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what a network or a busy server has made fail: after 1, 2, 4, ... seconds, or when the server says;
 * gives up after as many failures in a row as are allowed without any progress between them.
 */
final class Patience {

    private static final int FAILURES = 6;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Pause pause;

    Patience(Pause pause) {
        this.pause = pause;
    }

    /** What is tried. */
    interface Attempt<T> {

        /** Tries it; null asks for the next attempt at once, because this one made progress. */
        @Nullable
        T once() throws IOException;

        /** A figure that grows with progress, such as bytes that have come. */
        default long progress() {
            return 0;
        }
    }

    /** A server that asks to be left alone for a time. */
    static final class Busy extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration time;

        Busy(String message, @Nullable Duration time) {
            super(message);
            this.time = time;
        }
    }

    /**
     * Tries until it succeeds.
     *
     * @throws HubFailure when it cannot succeed, or has failed too often
     */
    <T> T run(String what, Attempt<T> attempt) throws HubFailure, InterruptedIOException {
        int failures = 0;
        while (true) {
            long before = attempt.progress();
            IOException cause;
            try {
                @Nullable
                T result = attempt.once();
                if (result != null) {
                    return result;
                }
                cause = new IOException("the connection ended early");
            } catch (HubFailure | InterruptedIOException last) {
                throw last;
            } catch (IOException failure) {
                cause = failure;
            }
            failures = attempt.progress() > before ? 1 : failures + 1;
            if (failures >= FAILURES) {
                throw new HubFailure(what + ": failed " + failures + " times in a row, the last time because: "
                        + told(cause) + " (expected: a network that reaches it; HTTPS_PROXY names a proxy). What has "
                        + "come is kept: the same command goes on from there");
            }
            rest(what, cause, failures);
        }
    }

    private void rest(String what, IOException cause, int failures) throws HubFailure, InterruptedIOException {
        Duration time = FIRST.multipliedBy(1L << (failures - 1));
        if (cause instanceof Busy busy && busy.time != null) {
            time = busy.time;
            if (time.compareTo(LONGEST) > 0) {
                throw new HubFailure(
                        what + ": " + told(cause) + " for " + time.toSeconds() + " seconds (expected: at " + "most "
                                + LONGEST.toSeconds() + "); try again then, or with a token, which has a larger share");
            }
        }
        try {
            pause.wait(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(what + ": interrupted");
        }
    }

    private static String told(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
