package dev.drover.engine.precision;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.quality.Perplexity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Measures how much a model's distributions change when one tensor is stored in another format and all others stay: the
 * divergence from the source in nats a token, over a text. A tensor with outliers, or one that later layers depend on,
 * shows by its divergence; no rule names it.
 */
final class Sensitivity {

    /** As many of a tensor's rows are looked at to tell how far its numbers move. */
    private static final int ROWS = 64;

    private final LocalEngine engine;
    private final GgufFile source;
    private final LocalModel reference;
    private final int[] tokens;
    private final int window;

    /**
     * Measures with an engine.
     *
     * @param source the model's file
     * @param reference the same model, opened
     * @param tokens the text
     * @param window how many tokens of it are read at a time
     */
    Sensitivity(LocalEngine engine, GgufFile source, LocalModel reference, int[] tokens, int window) {
        this.engine = engine;
        this.source = source;
        this.reference = reference;
        this.tokens = tokens;
        this.window = window;
    }

    /** The divergence with one tensor in another format, in nats a token. */
    double divergence(Tensor tensor, BlockFormat format) {
        try (Arena arena = Arena.ofShared()) {
            Tensor stored = stored(tensor, format, arena);
            try (LocalModel changed = engine.open(tensor.name(), source.replacing(stored))) {
                return Math.max(0,
                        Objects.requireNonNull(Perplexity.measure(changed, reference, tokens, window, done -> {
                        }).divergence()));
            }
        }
    }

    private static Tensor stored(Tensor tensor, BlockFormat format, Arena arena) {
        int columns = Math.toIntExact(tensor.columns());
        MemorySegment data = arena.allocate(format.bytes(tensor.columns() * tensor.rows()), 64);
        IntStream.range(0, Math.toIntExact(tensor.rows())).parallel().forEach(row -> {
            float[] values = row(tensor, row);
            format.quantize(values, 0, columns, data, format.bytes((long) row * columns));
        });
        return new Tensor(tensor.name(), tensor.shape(), format, data.asReadOnly());
    }

    private static float[] row(Tensor tensor, long row) {
        float[] values = new float[Math.toIntExact(tensor.columns())];
        tensor.format().dequantize(tensor.data(), tensor.format().bytes(row * values.length), values, 0, values.length);
        return values;
    }

    /** The mean square by which a tensor's numbers move when they are stored in another format, over some of its rows. */
    static double error(Tensor tensor, BlockFormat format) {
        int columns = Math.toIntExact(tensor.columns());
        int count = (int) Math.min(ROWS, tensor.rows());
        double sum = IntStream.range(0, count).parallel().mapToDouble(i -> {
            float[] values = row(tensor, i * tensor.rows() / count);
            MemorySegment blocks = MemorySegment.ofArray(new byte[Math.toIntExact(format.bytes(columns))]);
            float[] restored = new float[columns];
            format.quantize(values, 0, columns, blocks, 0);
            format.dequantize(blocks, 0, restored, 0, columns);
            double squares = 0;
            for (int column = 0; column < columns; column++) {
                double moved = restored[column] - values[column];
                squares += moved * moved;
            }
            return squares;
        }).boxed().sorted().mapToDouble(each -> each).sum();
        return sum / ((double) count * columns);
    }
}
