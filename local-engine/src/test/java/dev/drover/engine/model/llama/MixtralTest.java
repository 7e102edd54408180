package dev.drover.engine.model.llama;

import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import org.junit.jupiter.api.Test;

/** Llama with experts. */
class MixtralTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "llama";
    }

    @Override
    protected String model() {
        return "mixtral";
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.used = 2;
    }

    @Test
    void numbersOfExpertsThatCannotBeAreRefused() {
        refused("llama.expert_used_count", writer -> writer.put("llama.expert_used_count", 9));
        refused("llama.expert_used_count", writer -> writer.put("llama.expert_used_count", 0));
        refused("llama.expert_count", writer -> writer.put("llama.expert_count", -1));
        refused("tensor blk.0.ffn_gate_exps.weight", writer -> writer.put("llama.expert_count", 7));
        refused("llama.expert_weights_scale", writer -> writer.put("llama.expert_weights_scale", Float.NaN));
        refused("llama.expert_feed_forward_length", writer -> writer.put("llama.expert_feed_forward_length", 0));
    }
}
