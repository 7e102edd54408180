package dev.drover.engine.model.qwen;

import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

class Qwen2MoeTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "qwen2moe";
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.halves = true;
        reference.used = 2;
        reference.normalized = false;
    }
}
