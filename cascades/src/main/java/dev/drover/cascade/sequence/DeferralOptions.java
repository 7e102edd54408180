package dev.drover.cascade.sequence;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When a weak model's answer is kept.
 *
 * @param by what is judged
 * @param threshold the least confidence that is kept, 0 to 1; above 1 the strong model always answers
 * @param holdTokens after how many tokens it is judged at the latest, at least 1
 * @param holdTime after how long it is judged at the latest
 * @param hedge when the strong model is started before that
 * @param hedgeAfter after how long it may be started without a doubt
 * @param quantile which quantile {@link Confidence#QUANTILE} takes, 0 to 1
 * @param samples how many samples {@link Confidence#AGREEMENT} takes, at least 2
 */
public record DeferralOptions(Confidence by, double threshold, int holdTokens, Duration holdTime, Hedge hedge,
        Duration hedgeAfter, double quantile, int samples) {

    private static final String THRESHOLD = "threshold";
    private static final String HOLD_TOKENS = "holdTokens";
    private static final String HOLD_MILLIS = "holdMillis";
    private static final String HEDGE = "hedge";
    private static final String HEDGE_MILLIS = "hedgeMillis";
    private static final String QUANTILE = "quantile";
    private static final String SAMPLES = "samples";

    /** When a strong model is started before the weak one's answer is judged. */
    public enum Hedge {
        /** Not at all: cheapest, and deferred answers come latest. */
        NEVER,
        /** When what the weak model has said so far would not be kept, or when it has said nothing for a while. */
        LIKELY,
        /** After {@code hedgeAfter}, whatever the weak model says: an answer begins no later than the strong one's and that. */
        ALWAYS
    }

    /** The options of a confidence, for those who validate documents. */
    public static OptionSchema schema(Confidence by) {
        List<Option> options = new ArrayList<>(List.of(
                Option.number(THRESHOLD, 0.8, 0, 2,
                        "The least confidence, 0 to 1, that is kept; above 1 the strong model always answers."),
                Option.integer(HOLD_TOKENS, 16, 1, 100_000, "After how many tokens it is judged at the latest."),
                Option.integer(HOLD_MILLIS, by.readsLogprobs() ? 1_000 : 10_000, 1, 600_000,
                        "After how many milliseconds it is judged at the latest."),
                Option.text(HEDGE, "likely", List.of("never", "likely", "always"),
                        "When the strong model is started before that."),
                Option.integer(HEDGE_MILLIS, 100, 0, 600_000,
                        "After how many milliseconds it is started: always, or when nothing has come.")));
        if (by == Confidence.QUANTILE) {
            options.add(Option.number(QUANTILE, 0.1, 0, 1, "Which quantile of the tokens' probabilities."));
        }
        if (by == Confidence.AGREEMENT) {
            options.add(Option.integer(SAMPLES, 3, 2, 16, "How many samples are compared."));
        }
        return new OptionSchema(options);
    }

    /** The options of every confidence, by its word. */
    public static Map<String, OptionSchema> schemas() {
        return Arrays.stream(Confidence.values())
                .collect(Collectors.toUnmodifiableMap(Confidence::word, DeferralOptions::schema));
    }

    /** What a document says. */
    public static DeferralOptions of(Confidence by, Options options) {
        return new DeferralOptions(by, options.number(THRESHOLD), options.integer(HOLD_TOKENS),
                Duration.ofMillis(options.integer(HOLD_MILLIS)),
                Hedge.valueOf(options.text(HEDGE).toUpperCase(Locale.ROOT)),
                Duration.ofMillis(options.integer(HEDGE_MILLIS)),
                by == Confidence.QUANTILE ? options.number(QUANTILE) : 0,
                by == Confidence.AGREEMENT ? options.integer(SAMPLES) : 2);
    }
}
