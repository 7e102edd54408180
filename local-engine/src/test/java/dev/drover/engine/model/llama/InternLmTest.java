package dev.drover.engine.model.llama;

import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

class InternLmTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "internlm2";
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        // a Llama in all but its name
    }
}
