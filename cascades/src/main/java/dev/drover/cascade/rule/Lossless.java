package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * Speculative sampling without loss: {@code pi = p}, acceptance {@code min(1, p/q)}, residual {@code max(0, p - q)}.
 * Source: Leviathan et al., "Fast Inference from Transformers via Speculative Decoding", ICML 2023 (arXiv 2211.17192).
 */
public final class Lossless implements DeferralRule {

    private static final OptionSchema OPTIONS = Leniency.schema(0, 0, 0, "this rule has none but 0");

    @Override
    public String name() {
        return "lossless";
    }

    @Override
    public String description() {
        return "Emits exactly what the large model alone would, only sooner. The yardstick for all others.";
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public double strict() {
        return 0;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.empty();
    }

    @Override
    public Deferral deferral(Options options) {
        return LargeAlways.INSTANCE;
    }
}
