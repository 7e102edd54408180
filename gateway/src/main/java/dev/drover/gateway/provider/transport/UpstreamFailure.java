package dev.drover.gateway.provider.transport;

import dev.drover.inference.InferenceFailure;
import io.netty.handler.proxy.ProxyConnectException;
import java.net.ConnectException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a provider's refusals and the network's failures mean for the one who asked. */
public final class UpstreamFailure {

    private static final Duration UNSAID = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private UpstreamFailure() {}

    /**
     * The failure behind a response that is no answer.
     *
     * @param where what the deployment is called
     * @param status the response's HTTP status, not 200
     * @param retryAfter its header {@code Retry-After}
     * @param body its body, in the OpenAI form or any other
     */
    public static InferenceFailure of(String where, int status, @Nullable String retryAfter, String body) {
        ErrorBody error = ErrorBody.of(body);
        String message = where + " answered " + status + ": " + error.message();
        return switch (status) {
            case 400, 413,
                    422 ->
                new InferenceFailure.Rejected(status, error.tooLong() ? "context_length_exceeded"
                        : error.code() == null ? "upstream_rejected" : error.code(), error.param(), message);
            case 429 -> new InferenceFailure.Overloaded(429, error.code() == null ? "upstream_busy" : error.code(),
                    wait(retryAfter), message);
            case 503 -> retryAfter == null ? unavailable(status, message)
                    : new InferenceFailure.Overloaded(503, "upstream_busy", wait(retryAfter), message);
            case 529 -> new InferenceFailure.Overloaded(503, "upstream_busy", wait(retryAfter), message);
            case 408, 504 -> new InferenceFailure.Unavailable("upstream_timeout", message, null);
            case 401, 403 -> new InferenceFailure.Unavailable("upstream_refused_key",
                    message + "; check the deployment's key", null);
            default -> unavailable(status, message);
        };
    }

    private static InferenceFailure unavailable(int status, String message) {
        return new InferenceFailure.Unavailable("upstream_status_" + status, message, null);
    }

    /**
     * What went wrong on the way.
     *
     * @param begun whether something of the answer has been handed out
     */
    public static InferenceFailure of(String where, Throwable cause, boolean begun) {
        if (cause instanceof InferenceFailure known) {
            return known;
        }
        if (cause instanceof Framing.Unreadable) {
            String message = where + ": " + cause.getMessage();
            return begun ? new InferenceFailure.Broken("stream_malformed", message, cause)
                    : new InferenceFailure.Unavailable("upstream_malformed", message, cause);
        }
        if (begun) {
            return cause instanceof TimeoutException
                    ? new InferenceFailure.Broken("stream_stalled", where + ": " + cause.getMessage(), cause)
                    : new InferenceFailure.Broken("stream_cut", where + " broke the stream off: " + told(cause), cause);
        }
        if (cause instanceof TimeoutException || cause instanceof io.netty.channel.ConnectTimeoutException) {
            return new InferenceFailure.Unavailable("upstream_timeout", where + ": " + told(cause), cause);
        }
        return new InferenceFailure.Unavailable(
                cause instanceof ConnectException ? "upstream_unreachable" : "upstream_failed",
                where + " cannot be asked: " + told(cause), cause);
    }

    private static String told(Throwable cause) {
        if (cause.getCause() instanceof ProxyConnectException refused) {
            return told(refused);
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** How long {@code Retry-After} says to wait, in seconds or until a date; one second when it does not. */
    static Duration wait(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return UNSAID;
        }
        try {
            return within(Duration.ofSeconds(Long.parseLong(retryAfter.strip())));
        } catch (NumberFormatException date) {
            try {
                Instant until = ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return within(Duration.between(Instant.now(), until));
            } catch (DateTimeException unreadable) {
                return UNSAID;
            }
        }
    }

    private static Duration within(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
