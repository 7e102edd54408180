package dev.drover.cascade.drafter;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import dev.drover.inference.token.LayeredModel;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;

/**
 * The first layers of the large model itself draft for the whole of it (Elhoushi et al. 2024, LayerSkip). Needs no second
 * model and no memory but for keys and values; drafts well only where the model was trained to leave early.
 *
 * @param layers how many of the large model's layers, fewer than it has
 */
public record FirstLayersDrafter(int layers) implements Drafter {

    /** What policies call it. */
    public static final String NAME = "layers";

    private static final OptionSchema OPTIONS = OptionSchema
            .of(Option.integer("count", 1, 1, 1_000, "How many of the large model's first layers draft."));

    /** Checks the range. */
    public FirstLayersDrafter {
        if (layers < 1) {
            throw new IllegalArgumentException("count: " + layers + " (expected: at least 1)");
        }
    }

    /** What a document may say of it. */
    public static OptionSchema options() {
        return OPTIONS;
    }

    /** One of a document's options. */
    public static FirstLayersDrafter of(Options options) {
        return new FirstLayersDrafter(options.integer("count"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int contextLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean hasConfidence() {
        return true;
    }

    @Override
    public void check(TokenModel verifier) {
        layered(verifier);
    }

    private LayeredModel layered(TokenModel verifier) {
        if (!(verifier instanceof LayeredModel layered) || layers >= layered.layers()) {
            String has = verifier instanceof LayeredModel other ? "has " + other.layers() + " layers"
                    : "has none to stop at";
            throw new IllegalArgumentException("drafter: the first " + layers + " layers of " + verifier.name()
                    + ", which " + has + " (expected: fewer than it has); ask for fewer, or name a small model");
        }
        return layered;
    }

    @Override
    public TokenSequence open(SequenceOptions options, int promptLength, TokenModel verifier) {
        return layered(verifier).openFirst(layers, options);
    }
}
