package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * How fast pairs of a head turn, as a file says it. Pair {@code i} of {@code n} turns by {@code base^(-i / n)} a position;
 * networks that were stretched to longer sequences turn slower.
 *
 * @param layout which numbers make a pair
 * @param base the base
 * @param scaling how it was stretched
 * @param magnitude what turned numbers are multiplied with, beyond what the scaling asks for
 * @param trained the length of sequence that the network was first trained on
 */
public record RotaryPlan(RotaryLayout layout, double base, Scaling scaling, double magnitude, int trained) {

    /** How a network was stretched. */
    public sealed interface Scaling {

        /** Not at all. */
        record None() implements Scaling {}

        /** All pairs turn slower (Chen et al. 2023). */
        record Linear(double factor) implements Scaling {}

        /**
         * Pairs that turn fast stay as they were, slow ones turn slower, and between there is a ramp (YaRN, Peng et al.
         * 2023).
         *
         * @param factor how much slower the slow ones turn
         * @param fast how often a pair must turn in the trained length to be left alone
         * @param slow how often it may turn to be slowed in full
         * @param mix how much of the ramp is used, 0 to 1
         */
        record Yarn(double factor, double fast, double slow, double mix) implements Scaling {}

        /** Each pair has a factor of its own, one for short sequences and one for long (Ding et al. 2024). */
        record LongRope() implements Scaling {}
    }

    private static final double BASE = 10_000;

    /**
     * Reads a file's keys {@code .rope.*}.
     *
     * @param metadata the file's
     * @param architecture what the keys begin with
     * @param context the network's longest sequence
     * @param layout which numbers make a pair
     * @throws dev.drover.engine.gguf.InvalidModelFile when a value would turn wrongly
     */
    public static RotaryPlan of(Metadata metadata, String architecture, int context, RotaryLayout layout) {
        String prefix = architecture + ".rope.";
        Double magnitude = metadata.number(prefix + "scaling.attn_factor");
        if (magnitude != null && !(magnitude > 0 && magnitude < 1000)) {
            throw metadata.refusal(prefix + "scaling.attn_factor", magnitude, "above 0");
        }
        Integer trained = metadata.integer(prefix + "scaling.original_context_length");
        if (trained != null && trained < 1) {
            throw metadata.refusal(prefix + "scaling.original_context_length", trained, "at least 1");
        }
        return new RotaryPlan(layout, base(metadata, prefix + "freq_base", BASE), scaling(metadata, prefix),
                magnitude == null ? 1 : magnitude, trained == null ? context : trained);
    }

    /**
     * The same for layers with a window of their own: another base, and not stretched.
     *
     * @param metadata the file's
     * @param key that of the base, 10,000 where it is absent
     */
    public RotaryPlan local(Metadata metadata, String key) {
        return new RotaryPlan(layout, base(metadata, key, BASE), new Scaling.None(), 1, trained);
    }

    private static double base(Metadata metadata, String key, double otherwise) {
        Double base = metadata.number(key);
        if (base != null && !(base >= 1 && base <= 1e12)) {
            throw metadata.refusal(key, base, "1 to 1e12");
        }
        return base == null ? otherwise : base;
    }

    private static Scaling scaling(Metadata metadata, String prefix) {
        String key = prefix + "scaling.type";
        String type = metadata.string(key);
        Double factor = metadata.number(prefix + "scaling.factor");
        Double old = metadata.number(prefix + "scale_linear");
        Double stretch = factor == null ? old : factor;
        return switch (type == null ? (stretch == null ? "none" : "linear") : type) {
            case "none" -> new Scaling.None();
            case "linear" -> new Scaling.Linear(above0(metadata, prefix + "scaling.factor", stretch));
            case "yarn" -> new Scaling.Yarn(above0(metadata, prefix + "scaling.factor", stretch),
                    or(metadata, prefix + "scaling.yarn_beta_fast", 32),
                    or(metadata, prefix + "scaling.yarn_beta_slow", 1),
                    or(metadata, prefix + "scaling.yarn_ext_factor", 1));
            case "longrope" -> new Scaling.LongRope();
            case String other -> throw metadata.refusal(key, other, "none, linear, yarn or longrope");
        };
    }

    private static double above0(Metadata metadata, String key, @Nullable Double value) {
        if (value == null || !(value > 0 && value < 1e9)) {
            throw metadata.refusal(key, value == null ? "absent" : value, "above 0");
        }
        return value;
    }

    private static double or(Metadata metadata, String key, double otherwise) {
        Double value = metadata.number(key);
        return value == null ? otherwise : above0(metadata, key, value);
    }

    /**
     * The table.
     *
     * @param size how many numbers of a head are turned
     * @param factors what each pair's speed is divided by; none for 1
     */
    public RotaryTable table(int size, float[] factors) {
        double[] frequencies = new double[size / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = frequency(i, size, factors.length == 0 ? 1 : factors[i]);
        }
        double stretched = scaling instanceof Scaling.Yarn yarn ? 1 + 0.1 * Math.log(Math.max(1, yarn.factor())) : 1;
        return new RotaryTable(layout, frequencies, magnitude * stretched);
    }

    private double frequency(int pair, int size, double factor) {
        double speed = Math.pow(base, -2.0 * pair / size);
        return switch (scaling) {
            case Scaling.None _,Scaling.LongRope _ -> speed / factor;
            case Scaling.Linear linear -> speed / linear.factor() / factor;
            case Scaling.Yarn yarn -> {
                double low = Math.max(0, Math.floor(turning(yarn.fast(), size)));
                double high = Math.min(size - 1, Math.ceil(turning(yarn.slow(), size)));
                double ramp = Math.clamp((pair - low) / Math.max(0.001, high - low), 0, 1);
                double kept = (1 - ramp) * yarn.mix();
                yield speed / factor * (kept + (1 - kept) / yarn.factor());
            }
        };
    }

    /** The pair, as a broken number, that turns so often in the trained length. */
    private double turning(double often, int size) {
        return size * Math.log(trained / (often * 2 * Math.PI)) / (2 * Math.log(base));
    }
}
