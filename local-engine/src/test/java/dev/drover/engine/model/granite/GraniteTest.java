package dev.drover.engine.model.granite;

import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

class GraniteTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "granite";
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        factors(reference);
    }

    static void factors(ReferenceDecoder reference) {
        reference.embeddingScale = 12;
        reference.residualScale = 0.22f;
        reference.attentionScale = 1.0 / 16;
        reference.logitScale = 0.5;
    }
}
