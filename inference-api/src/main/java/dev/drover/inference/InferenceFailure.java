package dev.drover.inference;

import java.io.Serial;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Why a request was not answered, sorted by what the caller may do about it. Each has a stable {@code code} for
 * programs and a message for people: the field, its value, what was expected, and the cure.
 */
public abstract sealed class InferenceFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    private InferenceFailure(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable name of what happened, in snake case. */
    public String code() {
        return code;
    }

    /** The request is at fault: fix it before trying again. */
    public static final class Rejected extends InferenceFailure {

        @Serial
        private static final long serialVersionUID = 1L;

        private final int status;
        private final @Nullable String field;

        /**
         * Creates one.
         *
         * @param status 400, 401, 403, 404, 413 or 422
         * @param code the stable name
         * @param field the request's field at fault; null when it is not one field
         * @param message field, value, what was expected, cure
         */
        public Rejected(int status, String code, @Nullable String field, String message) {
            super(code, message, null);
            this.status = status;
            this.field = field;
        }

        /** The HTTP status that says the same. */
        public int status() {
            return status;
        }

        /** The request's field at fault, if it is one. */
        public @Nullable String field() {
            return field;
        }
    }

    /** Too much at once: wait, then try again. */
    public static final class Overloaded extends InferenceFailure {

        @Serial
        private static final long serialVersionUID = 1L;

        private final int status;
        private final Duration retryAfter;

        /**
         * Creates one.
         *
         * @param status 429 when it is the caller's share that is used up, 503 when it is ours
         * @param code the stable name
         * @param retryAfter how long to wait
         * @param message what is full, and how long to wait
         */
        public Overloaded(int status, String code, Duration retryAfter, String message) {
            super(code, message, null);
            this.status = status;
            this.retryAfter = retryAfter;
        }

        /** 429 or 503. */
        public int status() {
            return status;
        }

        /** How long to wait. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** This way is closed and nothing was produced: try elsewhere. */
    public static final class Unavailable extends InferenceFailure {

        @Serial
        private static final long serialVersionUID = 1L;

        /**
         * Creates one.
         *
         * @param code the stable name
         * @param message what could not be reached, and what to look at
         * @param cause what was thrown, if anything
         */
        public Unavailable(String code, String message, @Nullable Throwable cause) {
            super(code, message, cause);
        }
    }

    /** The stream died after it began: what came is all there is. */
    public static final class Broken extends InferenceFailure {

        @Serial
        private static final long serialVersionUID = 1L;

        /**
         * Creates one.
         *
         * @param code the stable name
         * @param message where it broke
         * @param cause what was thrown, if anything
         */
        public Broken(String code, String message, @Nullable Throwable cause) {
            super(code, message, cause);
        }
    }

    /** The caller went away. */
    public static final class Cancelled extends InferenceFailure {

        @Serial
        private static final long serialVersionUID = 1L;

        /** Creates one. */
        public Cancelled() {
            super("cancelled", "the caller cancelled the request", null);
        }
    }
}
