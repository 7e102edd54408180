package dev.drover.engine.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Blocks, and the numbers that another program says they stand for.
 *
 * @param format the format's name
 * @param whole whether the numbers can be stored in this one way only
 * @param bytes the block
 * @param numbers what it stands for
 */
record GoldenBlocks(String format, boolean whole, byte[] bytes, float[] numbers) {

    private static final List<GoldenBlocks> ALL = read();

    /** Those of a format. */
    static List<GoldenBlocks> of(BlockFormat format) {
        return ALL.stream().filter(block -> block.format.equals(format.name())).toList();
    }

    private static List<GoldenBlocks> read() {
        try (InputStream stream = Objects.requireNonNull(GoldenBlocks.class.getResourceAsStream("golden-blocks.txt"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> block(line.split(" ", -1)))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static GoldenBlocks block(String[] words) {
        ByteBuffer floats = ByteBuffer.wrap(HexFormat.of().parseHex(words[3])).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[floats.capacity() / Float.BYTES];
        floats.asFloatBuffer().get(numbers);
        return new GoldenBlocks(words[0], words[1].equals("whole"), HexFormat.of().parseHex(words[2]), numbers);
    }
}
