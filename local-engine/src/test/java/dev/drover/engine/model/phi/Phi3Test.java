package dev.drover.engine.model.phi;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import org.junit.jupiter.api.Test;

/** Fused matrices, a window, heads of which a part is turned, and factors for long sequences. */
class Phi3Test extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "phi3";
    }

    private static final float[] NEAR = {1, 1.1f, 1.2f, 1.3f, 1.5f, 2};
    private static final float[] FAR = {1, 2, 4, 8, 20, 50};

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("phi3.attention.sliding_window", WINDOW);
        writer.put("phi3.rope.dimension_count", 12);
        writer.put("phi3.rope.scaling.original_context_length", 64);
        writer.put("phi3.rope.scaling.attn_factor", 1.19f);
        writer.tensor("rope_factors_short.weight", BlockFormats.F32, NEAR, NEAR.length);
        writer.tensor("rope_factors_long.weight", BlockFormats.F32, FAR, FAR.length);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        describe(reference, FAR);
    }

    private static void describe(ReferenceDecoder reference, float[] factors) {
        reference.halves = true;
        reference.rotated = 12;
        reference.window = layer -> WINDOW;
        reference.magnitude = 1.19f;
        reference.frequencies = (layer, pair, pairs) -> Math.pow(10_000, -(double) pair / pairs) / factors[pair];
    }

    @Test
    void aSequenceThatStaysShortGetsTheFactorsForShortOnes() {
        logitsAreThoseOfTheReference(60, reference -> describe(reference, NEAR));
        logitsAreThoseOfTheReference(65, reference -> describe(reference, FAR));
    }
}
