package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/** Writes one tensor's blocks: a few parts at a time are made in parallel, then written in order. */
final class TensorWriter {

    /** Values in a part, a multiple of every format's block size. */
    private static final int PART = 1 << 16;
    private static final int PARTS_AT_ONCE = 16;

    private final BlockFormat format;
    private final TensorSource source;
    private final long count;

    TensorWriter(BlockFormat format, TensorSource source, long count) {
        this.format = format;
        this.source = source;
        this.count = count;
    }

    void write(OutputStream output) throws IOException {
        long parts = (count + PART - 1) / PART;
        for (long first = 0; first < parts; first += PARTS_AT_ONCE) {
            long start = first;
            int now = (int) Math.min(PARTS_AT_ONCE, parts - first);
            byte[][] made = new byte[now][];
            IntStream.range(0, now).parallel().forEach(i -> made[i] = part(start + i));
            for (byte[] part : made) {
                output.write(part);
            }
        }
    }

    /** Writes blocks that are there already. */
    static void copy(MemorySegment blocks, OutputStream output) throws IOException {
        byte[] part = new byte[PART];
        for (long from = 0; from < blocks.byteSize(); from += PART) {
            int length = (int) Math.min(PART, blocks.byteSize() - from);
            MemorySegment.copy(blocks, from, MemorySegment.ofArray(part), 0, length);
            output.write(part, 0, length);
        }
    }

    private byte[] part(long index) {
        long first = index * PART;
        int length = (int) Math.min(PART, count - first);
        float[] values = new float[length];
        source.read(first, values, length);
        byte[] blocks = new byte[(int) format.bytes(length)];
        format.quantize(values, 0, length, MemorySegment.ofArray(blocks), 0);
        return blocks;
    }
}
