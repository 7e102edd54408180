package dev.drover.engine.model.granite;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.model.ArchitectureContract;
import dev.drover.engine.model.ReferenceDecoder;
import java.util.Random;

/** With an expert that serves every token. */
class GraniteMoeTest extends ArchitectureContract {

    @Override
    protected String architecture() {
        return "granitemoe";
    }

    @Override
    protected void vary(GgufWriter writer) {
        writer.put("granitemoe.expert_shared_feed_forward_length", 32);
        Random random = new Random(1);
        for (int layer = 0; layer < 3; layer++) {
            for (String name : new String[] {"gate", "up", "down"}) {
                float[] values = new float[32 * 64];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian() / 8;
                }
                boolean down = name.equals("down");
                writer.tensor("blk." + layer + ".ffn_" + name + "_shexp.weight", BlockFormats.F32, values,
                        down ? 32 : 64, down ? 64 : 32);
            }
        }
    }

    @Override
    protected void describe(ReferenceDecoder reference) {
        GraniteTest.factors(reference);
        reference.used = 2;
    }
}
