package dev.drover.gateway.wire;

import dev.drover.inference.InferenceFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure as OpenAI's clients understand it.
 *
 * @param status the HTTP status that says the same; for a stream that has begun it is too late for it
 * @param type the sort of failure
 * @param code the stable name
 * @param param the request's field at fault; null when it is not one
 * @param message for people
 * @param retryAfter how long to wait before trying again; null when waiting does not help
 */
public record ErrorObject(int status, String type, String code, @Nullable String param, String message,
        @Nullable Duration retryAfter) {

    /** The error object of a failure. */
    public static ErrorObject of(InferenceFailure failure) {
        String message = failure.getMessage() == null ? failure.code() : failure.getMessage();
        return switch (failure) {
            case InferenceFailure.Rejected rejected -> new ErrorObject(rejected.status(), type(rejected.status()),
                    rejected.code(), rejected.field(), message, null);
            case InferenceFailure.Overloaded full ->
                new ErrorObject(full.status(), full.status() == 429 ? "rate_limit_error" : "overloaded_error",
                        full.code(), null, message, full.retryAfter());
            case InferenceFailure.Unavailable away -> new ErrorObject(away.code().contains("timeout") ? 504 : 502,
                    "upstream_error", away.code(), null, message, null);
            case InferenceFailure.Broken broken -> new ErrorObject(broken.code().equals("internal_error") ? 500 : 502,
                    broken.code().equals("internal_error") ? "server_error" : "stream_error", broken.code(), null,
                    message, null);
            case InferenceFailure.Cancelled gone -> new ErrorObject(499, "cancelled", gone.code(), null, message, null);
        };
    }

    /** An error of the HTTP exchange itself, such as an unknown path. */
    public static ErrorObject http(int status, String code, String message) {
        return new ErrorObject(status, status >= 500 ? "server_error" : type(status), code, null, message, null);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            default -> "invalid_request_error";
        };
    }

    /** The body: {@code {"error": {...}}}. */
    public String json() {
        return "{\"error\":{\"message\":" + Json.quote(message) + ",\"type\":" + Json.quote(type) + ",\"param\":"
                + (param == null ? "null" : Json.quote(param)) + ",\"code\":" + Json.quote(code) + "}}";
    }
}
