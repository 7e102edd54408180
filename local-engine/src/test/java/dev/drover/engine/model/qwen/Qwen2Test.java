package dev.drover.engine.model.qwen;

import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
class Qwen2Test extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "qwen2";
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("qwen2.rope.freq_base", 1_000_000f);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.halves = true;
        reference.frequencies = (layer, pair, pairs) -> Math.pow(1_000_000, -(double) pair / pairs);
    }
}
