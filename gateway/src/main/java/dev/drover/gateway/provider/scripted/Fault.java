package dev.drover.gateway.provider.scripted;

import dev.drover.inference.InferenceFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a scripted model fails: before it begins, or after some pieces. */
enum Fault {
    /** Not at all. */
    NONE,
    /** It refuses the request. */
    REJECTED,
    /** It says that it is busy. */
    BUSY,
    /** It cannot be reached. */
    UNAVAILABLE,
    /** Its stream is cut. */
    CUT,
    /** It sends an error inside its stream. */
    ERROR,
    /** It says nothing more. */
    STALL;

    /** The word for it in documents. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Fault::word).toList();
    }

    static Fault of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether it comes before anything else. */
    boolean early() {
        return this == REJECTED || this == BUSY || this == UNAVAILABLE;
    }

    /** The failure of a model that a caller sees. */
    InferenceFailure failure(String where) {
        return switch (this) {
            case REJECTED ->
                new InferenceFailure.Rejected(400, "upstream_rejected", null, where + " refuses by script");
            case BUSY -> new InferenceFailure.Overloaded(429, "upstream_busy", Duration.ofSeconds(7),
                    where + " is busy by script");
            case UNAVAILABLE ->
                new InferenceFailure.Unavailable("upstream_unreachable", where + " is away by script", null);
            case ERROR -> new InferenceFailure.Broken("upstream_error", where + " sent an error by script", null);
            case NONE, CUT, STALL ->
                new InferenceFailure.Broken("stream_cut", where + " ended before its answer did, by script", null);
        };
    }
}
