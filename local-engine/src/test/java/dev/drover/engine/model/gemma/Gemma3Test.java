package dev.drover.engine.model.gemma;

import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import dev.drover.engine.random.RandomShape;

class Gemma3Test extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "gemma3";
    }

    @Override
    protected RandomShape shape() {
        return new RandomShape("tiny", 64, 7, 4, 2, 96, 290, 256);
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("gemma3.attention.sliding_window", WINDOW);
        writer.put("gemma3.rope.freq_base", 1_000_000f);
        writer.put("gemma3.rope.scaling.type", "linear");
        writer.put("gemma3.rope.scaling.factor", 8f);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.halves = true;
        reference.activation = ReferenceDecoder::gelu;
        reference.embeddingScale = 8;
        reference.window = layer -> layer == 5 ? 0 : WINDOW;
        reference.frequencies = (layer, pair, pairs) -> layer == 5 ? Math.pow(1_000_000, -(double) pair / pairs) / 8
                : Math.pow(10_000, -(double) pair / pairs);
    }
}
