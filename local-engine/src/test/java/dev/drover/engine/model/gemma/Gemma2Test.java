package dev.drover.engine.model.gemma;

import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import org.junit.jupiter.api.Test;

class Gemma2Test extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "gemma2";
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("gemma2.attention.sliding_window", WINDOW);
        writer.put("gemma2.attn_logit_softcapping", 2f);
        writer.put("gemma2.final_logit_softcapping", 5f);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.halves = true;
        reference.activation = ReferenceDecoder::gelu;
        reference.embeddingScale = 8;
        reference.window = layer -> layer % 2 == 0 ? WINDOW : 0;
        reference.attentionCap = 2;
        reference.logitCap = 5;
    }

    @Test
    void capsAndWindowsThatCannotBeAreRefused() {
        refused("gemma2.attn_logit_softcapping", writer -> writer.put("gemma2.attn_logit_softcapping", -1f));
        refused("gemma2.final_logit_softcapping", writer -> writer.put("gemma2.final_logit_softcapping", Float.NaN));
        refused("gemma2.attention.sliding_window", writer -> writer.put("gemma2.attention.sliding_window", -1));
        refused("gemma2.attention.sliding_window_pattern",
                writer -> writer.put("gemma2.attention.sliding_window_pattern", new boolean[2]));
    }
}
