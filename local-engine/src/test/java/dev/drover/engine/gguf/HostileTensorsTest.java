package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.drover.engine.gguf.RawModelFile.array;
import static dev.drover.engine.gguf.RawModelFile.entry;
import static dev.drover.engine.gguf.RawModelFile.header;
import static dev.drover.engine.gguf.RawModelFile.join;
import static dev.drover.engine.gguf.RawModelFile.little;
import static dev.drover.engine.gguf.RawModelFile.oneTensor;
import static dev.drover.engine.gguf.RawModelFile.refuses;
import static dev.drover.engine.gguf.RawModelFile.tensor;
import static dev.drover.engine.gguf.RawModelFile.text;
import static dev.drover.engine.gguf.RawModelFile.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Descriptions of tensors, and lists in the metadata, that lie about what the file holds. */
class HostileTensorsTest {

    @Test
    void dataThatTwoTensorsShareIsRefusedByBothNames() {
        refuses(vectors(128, new long[] {0, 16}, new long[] {32, 16}), "tensor v1");
        refuses(vectors(128, new long[] {0, 16}, new long[] {0, 16}), "tensor v1");
        refuses(vectors(128, new long[] {32, 8}, new long[] {0, 9}), "tensor v0");
        assertThatThrownBy(() -> SmallModelFile.open(vectors(128, new long[] {0, 16}, new long[] {32, 16})))
                .hasMessageEndingWith("offset 32 (expected: at least 64, where tensor v0 ends)");
    }

    @Test
    void tensorsMayLieInAnyOrderAndWithGaps() {
        try (GgufFile file = SmallModelFile.open(vectors(256, new long[] {192, 8}, new long[] {0, 8}))) {
            assertThat(file.tensors()).extracting(Tensor::name).containsExactly("v0", "v1");
        }
    }

    @Test
    void aManyfoldViewOfOneBlockIsNoLargeModel() {
        long[][] places = new long[500][];
        Arrays.fill(places, new long[] {0, 1 << 18});
        refuses(vectors(1 << 20, places), "tensor v1");
    }

    @Test
    void productsOfDimensionsThatOverflowAreRefused() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 2_000; round++) {
            int dimensions = 2 + random.nextInt(3);
            long[] shape = new long[dimensions];
            Arrays.setAll(shape, i -> 1L + (random.nextLong() >>> 1 >>> random.nextInt(8)));
            refuses(oneTensor(dimensions, shape, random.nextBoolean() ? 0 : 8, 0), "tensor t");
        }
        refuses(oneTensor(4, new long[] {1L << 32, 1L << 32, 1L << 32, 1L << 32}, 0, 0), "tensor t");
        refuses(oneTensor(2, new long[] {1L << 31, 1L << 31}, 0, 0), "tensor t");
        refuses(oneTensor(2, new long[] {3037000500L, 3037000500L}, 0, 0), "tensor t");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1, 31, 33, 96, 128, 1L << 62, Long.MAX_VALUE - 31})
    void anOffsetThatIsOddOrOutsideTheDataIsRefusedWithItsValue(long offset) {
        assertThatThrownBy(() -> SmallModelFile.open(oneTensor(1, new long[] {4}, 0, offset)))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("tensor t at byte 24")
                .hasMessageContaining("offset " + Long.toUnsignedString(offset));
    }

    @Test
    void everyAlignmentOfAPowerOfTwoIsKeptToAndNoOther() {
        for (int alignment : new int[] {8, 16, 64, 4096, 1 << 20}) {
            byte[] bytes = SmallModelFile.bytes(SmallModelFile.writer().put("general.alignment", alignment));
            try (GgufFile file = SmallModelFile.open(bytes)) {
                assertThat(Objects.requireNonNull(file.tensor("plain")).values()).containsExactly(1, 2, 3, 4, 5, 6);
                assertThat(Objects.requireNonNull(file.tensor("half")).values()).containsExactly(1, 2, 3);
            }
        }
        for (int alignment : new int[] {0, 1, 4, 12, -32, 1 << 21, Integer.MIN_VALUE}) {
            refuses(join(header(3, 0, 1), entry("general.alignment", 4, little(4).putInt(alignment).array())),
                    "general.alignment");
        }
        refuses(join(header(3, 0, 1), entry("general.alignment", 8, text(new byte[] {'8'}))), "general.alignment");
    }

    @Test
    void arraysOfArraysAreRefusedAtAnyDepth() {
        byte[] inner = array(4, 1, new byte[4]);
        for (int depth = 1; depth < 200; depth++) {
            inner = array(9, 1, inner);
            refuses(join(header(3, 0, 1), entry("deep", 9, inner)), "deep");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12})
    void anArrayLongerThanTheFileIsRefusedInEveryType(int type) {
        for (long count : new long[] {2, 100, 1L << 31, 1L << 61, Long.MAX_VALUE, -1}) {
            byte[] file = join(header(3, 0, 1), entry("list", 9, array(type, count, new byte[1])));
            refuses(file, "list");
        }
    }

    @Test
    void anArrayOfTextsThatEndsInTheMiddleOfOneIsRefused() {
        byte[] texts = join(text("one".getBytes(StandardCharsets.UTF_8)), little(8).putLong(40).array());
        refuses(join(header(3, 0, 1), entry("list", 9, array(8, 2, texts))), "list");
    }

    @Test
    void badTextIsRefusedWhereverTextStands() {
        byte[][] bad = {{(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xf5, 0, 0, 0},
                {(byte) 0xe2, (byte) 0x82}, {(byte) 0x80}};
        for (byte[] bytes : bad) {
            refuses(join(header(3, 0, 1), text(bytes), new byte[8]), "metadata key");
            refuses(join(header(3, 0, 1), entry("k", 8, text(bytes))), "k");
            refuses(join(header(3, 0, 1), entry("k", 9, array(8, 1, text(bytes)))), "k");
            refuses(join(header(3, 1, 0), text(bytes), new byte[40]), "tensor name");
        }
    }

    @Test
    void keysAndNamesBeyondTheirLengthAreRefused() {
        refuses(join(header(3, 0, 1), text(new byte[65_536]), new byte[8]), "metadata key");
        refuses(join(header(3, 1, 0), tensor("n".repeat(1025), 1, new long[] {1}, 0, 0), new byte[64]), "tensor name");
        byte[] longest = join(header(3, 1, 0), tensor("n".repeat(1024), 1, new long[] {1}, 0, 0), new byte[64]);
        try (GgufFile file = SmallModelFile.open(longest)) {
            assertThat(file.tensors()).hasSize(1);
        }
    }

    @Test
    void everyFormatRefusesRowsThatAreNoWholeBlocks() {
        for (BlockFormat format : BlockFormats.all()) {
            for (long columns = 1; columns < 260; columns += columns < 70 || columns > 250 ? 1 : 9) {
                byte[] file = join(oneTensor(1, new long[] {columns}, format.id(), 0), new byte[1024]);
                if (columns % format.blockSize() != 0) {
                    refuses(file, "tensor t");
                } else {
                    SmallModelFile.open(file).close();
                }
            }
        }
    }
}
