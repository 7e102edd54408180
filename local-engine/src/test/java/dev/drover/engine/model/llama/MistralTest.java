package dev.drover.engine.model.llama;

import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

/** Llama with a window on every layer. */
class MistralTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "llama";
    }

    @Override
    protected String model() {
        return "mistral";
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("llama.attention.sliding_window", WINDOW);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.window = layer -> WINDOW;
    }
}
