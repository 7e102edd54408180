package dev.drover.engine.model.granite;

import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;

/** Positions that turn nothing. */
class GraniteWithoutPositionsTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "granite";
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("granite.rope.scaling.finetuned", false);
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        GraniteTest.factors(reference);
        reference.frequencies = (layer, pair, pairs) -> 0;
    }
}
