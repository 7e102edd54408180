package dev.drover.engine.model.qwen;

import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

class Qwen3Test extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "qwen3";
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.halves = true;
    }
}
