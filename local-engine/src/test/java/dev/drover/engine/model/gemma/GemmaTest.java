package dev.drover.engine.model.gemma;

import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

class GemmaTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "gemma";
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.halves = true;
        reference.activation = ReferenceDecoder::gelu;
        reference.embeddingScale = 8;
    }
}
