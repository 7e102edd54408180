package dev.drover.engine.model.qwen;

import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import org.junit.jupiter.api.Test;

class Qwen3MoeTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "qwen3moe";
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        reference.halves = true;
        reference.used = 2;
    }

    @Test
    void aFileWithoutExpertsIsRefused() {
        refused("qwen3moe.expert_count", writer -> writer.put("qwen3moe.expert_count", 0));
    }
}
