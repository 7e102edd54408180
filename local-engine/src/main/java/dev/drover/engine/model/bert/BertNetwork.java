package dev.drover.engine.model.bert;

import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.model.decoder.DecoderShape;
import dev.drover.engine.model.decoder.RotaryTable;
import dev.drover.engine.network.EncoderNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights of an encoder. With width w:
 *
 * @param shape the sizes
 * @param kernels what it computes with
 * @param tokens {@code vocabulary x w}
 * @param type what is added to every token: the row of the first kind of text, {@code [w]}
 * @param positions {@code context x w}, added by position; null where positions turn queries and keys
 * @param rotary how they do; null where they do not
 * @param norm of the sum of those
 * @param layers the layers
 * @param pooling how the tokens' vectors become one
 */
record BertNetwork(DecoderShape shape, KernelLevel kernels, Matrix tokens, float[] type, @Nullable Matrix positions,
        @Nullable RotaryTable rotary, Centering norm, List<BertLayer> layers,
        Pooling pooling) implements EncoderNetwork {

    @Override
    public int vocabularySize() {
        return shape.vocabulary();
    }

    @Override
    public int contextLength() {
        return shape.context();
    }

    @Override
    public int dimensions() {
        return shape.width();
    }

    @Override
    public float[] embed(int[] text) {
        if (text.length < 1 || text.length > shape.context()) {
            throw new IllegalArgumentException(
                    "tokens: " + text.length + " (expected: 1 to " + shape.context() + ", the model's context length)");
        }
        if (rotary != null) {
            rotary.reserve(text.length);
        }
        return new BertPass(this, text.length).run(text);
    }
}
