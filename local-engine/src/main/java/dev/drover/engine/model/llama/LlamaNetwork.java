package dev.drover.engine.model.llama;

import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.network.CacheShape;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import java.util.List;
import java.util.function.Consumer;

/** The weights of a Llama network; the head is the embedding itself where the file has none. */
record LlamaNetwork(LlamaShape shape, KernelLevel kernels, Matrix embedding, List<LlamaLayer> layers, float[] norm,
        Matrix head, RotaryTable rotary) implements Network {

    @Override
    public int vocabularySize() {
        return shape.vocabulary();
    }

    @Override
    public int contextLength() {
        return shape.context();
    }

    @Override
    public long multiplications(int tokens, int outputs) {
        long[] sum = new long[1];
        forEachMatrix(matrix -> sum[0] += matrix.size());
        return tokens * (sum[0] - head.size()) + outputs * head.size();
    }

    @Override
    public long bytesPerToken() {
        long[] sum = {embedding.rowBytes()};
        forEachMatrix(matrix -> sum[0] += matrix.data().byteSize());
        for (int i = 0; i <= layers.size(); i++) {
            sum[0] += (i < layers.size() ? 2L : 1L) * shape.width() * Float.BYTES;
        }
        return sum[0];
    }

    @Override
    public CacheShape cacheShape() {
        return new CacheShape(shape.layers(), shape.keyHeads(), shape.headSize());
    }

    @Override
    public ForwardPass newPass(int members) {
        return new LlamaPass(this, members);
    }

    private void forEachMatrix(Consumer<Matrix> action) {
        for (LlamaLayer layer : layers) {
            action.accept(layer.query());
            action.accept(layer.key());
            action.accept(layer.value());
            action.accept(layer.output());
            action.accept(layer.gate());
            action.accept(layer.up());
            action.accept(layer.down());
        }
        action.accept(head);
    }
}
