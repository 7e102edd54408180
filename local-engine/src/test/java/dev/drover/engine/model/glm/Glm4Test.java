package dev.drover.engine.model.glm;

import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

class Glm4Test extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "glm4";
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("glm4.rope.dimension_count", 8);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.rotated = 8;
    }
}
