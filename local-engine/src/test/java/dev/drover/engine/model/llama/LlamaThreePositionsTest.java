package dev.drover.engine.model.llama;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import org.junit.jupiter.api.Test;

/** Llama 3.1 and later: fast pairs turn as ever, slow ones eight times slower, and those between by a share of both. */
class LlamaThreePositionsTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "llama";
    }

    private static double stretched(double speed) {
        double turns = 64 * speed / (2 * Math.PI);
        if (turns > 4) {
            return speed;
        }
        double share = turns < 1 ? 0 : (turns - 1) / 3;
        return (1 - share) * speed / 8 + share * speed;
    }

    private static double speed(int pair) {
        return Math.pow(10_000, -pair / 8.0);
    }

    @Override
    protected void vary(GgufWriter writer) {
        float[] factors = new float[8];
        for (int pair = 0; pair < 8; pair++) {
            factors[pair] = (float) (speed(pair) / stretched(speed(pair)));
        }
        writer.tensor("rope_freqs.weight", BlockFormats.F32, factors, 8);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.frequencies = (layer, pair, pairs) -> stretched(speed(pair));
    }

    @Test
    void factorsThatStopOrTurnBackAreRefused() {
        for (float factor : new float[] {0, -2, Float.NaN, Float.POSITIVE_INFINITY}) {
            refused("rope_factors_long.weight", writer -> {
                float[] factors = {1, 1, 1, factor, 1, 1, 1, 1};
                writer.tensor("rope_factors_short.weight", BlockFormats.F32, new float[] {1, 1, 1, 1, 1, 1, 1, 1}, 8);
                writer.tensor("rope_factors_long.weight", BlockFormats.F32, factors, 8);
            });
        }
    }
}
