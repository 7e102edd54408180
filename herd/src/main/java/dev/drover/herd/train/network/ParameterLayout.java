package dev.drover.herd.train.network;

import dev.drover.herd.train.network.Parameter.Kind;
import java.util.ArrayList;
import java.util.List;

/** Where each parameter of a shape lies in the flat array of weights. */
public final class ParameterLayout {

    /**
     * The parameters of one block.
     *
     * @param attentionNorm the gains before attention
     * @param query width x width
     * @param key width x kv width
     * @param value width x kv width
     * @param output width x width
     * @param feedForwardNorm the gains before the feed-forward part
     * @param gate width x hidden
     * @param up width x hidden
     * @param down hidden x width
     */
    public record Block(Parameter attentionNorm, Parameter query, Parameter key, Parameter value, Parameter output,
            Parameter feedForwardNorm, Parameter gate, Parameter up, Parameter down) {}

    private final List<Parameter> all = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Parameter embedding;
    private final Parameter outputNorm;
    private int size;

    /** Lays out a shape: embedding, blocks in order, output norm. */
    public ParameterLayout(Shape shape) {
        int width = shape.width();
        embedding = place("token_embd", Kind.EMBEDDING, shape.vocabulary(), width);
        for (int i = 0; i < shape.layers(); i++) {
            String block = "blk." + i + ".";
            blocks.add(new Block(place(block + "attn_norm", Kind.NORM, 1, width),
                    place(block + "attn_q", Kind.MATRIX, width, width),
                    place(block + "attn_k", Kind.MATRIX, width, shape.kvWidth()),
                    place(block + "attn_v", Kind.MATRIX, width, shape.kvWidth()),
                    place(block + "attn_output", Kind.MATRIX, width, width),
                    place(block + "ffn_norm", Kind.NORM, 1, width),
                    place(block + "ffn_gate", Kind.MATRIX, width, shape.hidden()),
                    place(block + "ffn_up", Kind.MATRIX, width, shape.hidden()),
                    place(block + "ffn_down", Kind.MATRIX, shape.hidden(), width)));
        }
        outputNorm = place("output_norm", Kind.NORM, 1, width);
    }

    private Parameter place(String name, Kind kind, int rows, int columns) {
        Parameter parameter = new Parameter(name + ".weight", kind, size, rows, columns);
        size += parameter.size();
        all.add(parameter);
        return parameter;
    }

    /** All parameters in the order of the array. */
    public List<Parameter> all() {
        return List.copyOf(all);
    }

    /** The parameters of a block. */
    public Block block(int index) {
        return blocks.get(index);
    }

    /** The token embedding, vocabulary x width. */
    public Parameter embedding() {
        return embedding;
    }

    /** The gains of the last norm. */
    public Parameter outputNorm() {
        return outputNorm;
    }

    /** The number of floats. */
    public int size() {
        return size;
    }
}
