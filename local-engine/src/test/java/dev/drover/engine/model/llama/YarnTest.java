package dev.drover.engine.model.llama;

import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import org.junit.jupiter.api.Test;

/** A network stretched by YaRN. */
class YarnTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "llama";
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("llama.rope.scaling.type", "yarn");
        writer.put("llama.rope.scaling.factor", 4f);
        writer.put("llama.rope.scaling.original_context_length", 64);
        writer.put("llama.rope.freq_base", 500f);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        int low = (int) Math.max(0, Math.floor(dimension(32)));
        int high = (int) Math.min(15, Math.ceil(dimension(1)));
        reference.frequencies = (layer, pair, pairs) -> {
            double speed = Math.pow(500, -(double) pair / pairs);
            double kept = 1 - Math.clamp((pair - low) / (double) (high - low), 0, 1);
            return speed / 4 * (1 - kept) + speed * kept;
        };
        reference.magnitude = 0.1 * Math.log(4) + 1;
    }

    /** Where among the pairs of a head of 16 one would turn so often in 64 positions. */
    private static double dimension(double turns) {
        return 16 * Math.log(64 / (turns * 2 * Math.PI)) / (2 * Math.log(500));
    }

    @Test
    void whatYarnNeedsIsNamed() {
        refused("llama.rope.scaling.factor", writer -> writer.put("llama.rope.scaling.factor", -4f));
        refused("llama.rope.scaling.yarn_beta_fast", writer -> writer.put("llama.rope.scaling.yarn_beta_fast", 0f));
        refused("llama.rope.scaling.original_context_length",
                writer -> writer.put("llama.rope.scaling.original_context_length", 0));
        refused("llama.rope.scaling.attn_factor", writer -> writer.put("llama.rope.scaling.attn_factor", 0f));
        refused("tensor rope_factors_short.weight", writer -> writer.put("llama.rope.scaling.type", "longrope"));
    }
}
