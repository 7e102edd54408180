package dev.drover.engine.model.decoder;

import dev.drover.engine.adapter.Site;
import dev.drover.engine.cache.CacheShape;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The weights of a decoder-only transformer; the head is the embedding itself where the file has none.
 *
 * @param shape the sizes
 * @param kernels what it computes with
 * @param embedding {@code vocabulary x width}
 * @param layers the layers
 * @param norm that of the activations before the head, {@code [width]}
 * @param head {@code vocabulary x width}
 * @param scales factors between its parts
 * @param sites what of it adapters can change
 */
record DecoderNetwork(DecoderShape shape, KernelLevel kernels, Matrix embedding, List<DecoderLayer> layers, Norm norm,
        Projection head, Scales scales, List<Site> sites) implements Network {

    @Override
    public int vocabularySize() {
        return shape.vocabulary();
    }

    @Override
    public int contextLength() {
        return shape.context();
    }

    @Override
    public boolean sortsByLength() {
        return kernels.sortsByLength();
    }

    @Override
    public long multiplications(int tokens, int outputs) {
        long sum = 0;
        for (DecoderLayer layer : layers) {
            for (Projection projection : projections(layer.attention())) {
                sum += projection.matrix().size();
            }
            sum += layer.feedForward().multiplications();
        }
        return tokens * sum + outputs * head.matrix().size();
    }

    @Override
    public long bytesPerToken() {
        long sum = embedding.rowBytes() + head.matrix().readBytes() + (long) shape.width() * Float.BYTES;
        for (DecoderLayer layer : layers) {
            for (Projection projection : projections(layer.attention())) {
                sum += projection.matrix().readBytes();
            }
            sum += layer.feedForward().bytes() + 2L * shape.width() * Float.BYTES;
        }
        return sum;
    }

    static List<Projection> projections(AttentionLayer attention) {
        return List.of(attention.query(), attention.key(), attention.value(), attention.output());
    }

    /** How positions turn queries and keys, once each way that there is. */
    List<Rotary> rotaries() {
        return layers.stream().map(layer -> layer.attention().rotary()).filter(Objects::nonNull).distinct().toList();
    }

    @Override
    public int stateKind(int capacity) {
        return (int) rotaries().stream().filter(rotary -> rotary.isFar(capacity)).count();
    }

    @Override
    public int width() {
        return shape.width();
    }

    @Override
    public int depth() {
        return layers.size();
    }

    @Override
    public Network first(int count) {
        if (count < 1 || count > depth()) {
            throw new IllegalArgumentException("layers: " + count + " (expected: 1 to " + depth() + ")");
        }
        return new DecoderNetwork(shape.withLayers(count), kernels, embedding, layers.subList(0, count), norm, head,
                scales, sites);
    }

    @Override
    public CacheShape cacheShape() {
        return new CacheShape(shape.layers(), shape.keyHeads(), shape.headSize(), windowed());
    }

    private CacheShape.Windowed windowed() {
        Set<Integer> windowed = new HashSet<>();
        int widest = 0;
        for (int i = 0; i < layers.size(); i++) {
            int window = layers.get(i).attention().span().window();
            if (window > 0) {
                windowed.add(i);
                widest = Math.max(widest, window);
            }
        }
        return new CacheShape.Windowed(windowed, widest);
    }

    @Override
    public ForwardPass newPass(int members) {
        return new DecoderPass(this, members);
    }
}
