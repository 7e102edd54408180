package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.drover.engine.gguf.RawModelFile.entry;
import static dev.drover.engine.gguf.RawModelFile.header;
import static dev.drover.engine.gguf.RawModelFile.join;
import static dev.drover.engine.gguf.RawModelFile.oneTensor;
import static dev.drover.engine.gguf.RawModelFile.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Damaged and hostile files are refused with field and place, and nothing is allocated that they could not hold. */
class HostileModelFileTest {

    private static final int CASES = 20_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void twentyThousandMutationsAreReadOrRefused() {
        byte[] good = SmallModelFile.bytes();
        SplittableRandom random = new SplittableRandom(42);
        int refused = 0;
        for (int round = 0; round < CASES; round++) {
            byte[] bad = mutated(good, random);
            try (GgufFile file = SmallModelFile.open(bad)) {
                file.tensors().forEach(Tensor::values);
            } catch (InvalidModelFile refusal) {
                refused++;
                assertThat(refusal.field()).isNotEmpty();
                assertThat(refusal.offset()).isBetween(0L, (long) bad.length);
                assertThat(refusal).hasMessageContaining(refusal.field())
                        .hasMessageContaining("at byte")
                        .hasMessageContaining("expected");
            }
        }
        assertThat(refused).isGreaterThan(CASES / 4);
    }

    static byte[] mutated(byte[] good, SplittableRandom random) {
        byte[] bad = good.clone();
        if (random.nextInt(8) == 0) {
            return Arrays.copyOf(bad, random.nextInt(bad.length));
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bad.length);
            switch (random.nextInt(4)) {
                case 0 -> bad[at] = (byte) random.nextInt(256);
                case 1 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(bad, at, Math.min(bad.length, at + 8), (byte) 0xff);
                default -> ByteBuffer.wrap(bad)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(Math.min(at, bad.length - 8), random.nextLong() >>> random.nextInt(64));
            }
        }
        return bad;
    }

    @Test
    void everyCutIsRefused() {
        byte[] good = SmallModelFile.bytes();
        int end = good.length - 36;
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> SmallModelFile.open(cut)).isInstanceOf(InvalidModelFile.class);
        }
    }

    @Test
    void whatIsNoModelFileIsRefusedByItsFirstBytes() throws Exception {
        Path path = Files.writeString(folder.resolve("notes.txt"), "these are only words and not a model");
        assertThatThrownBy(() -> GgufFile.open(path)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("notes.txt: magic at byte 0");
        Path empty = Files.createFile(folder.resolve("empty.gguf"));
        assertThatThrownBy(() -> GgufFile.open(empty)).isInstanceOf(InvalidModelFile.class);
    }

    @Test
    void hugeCountsAreRefusedBeforeAnythingIsAllocated() {
        refuses(header(3, Long.MAX_VALUE, 0), "tensor count");
        refuses(header(3, 0, Long.MAX_VALUE), "metadata count");
        refuses(header(3, -1, 0), "tensor count");
        byte[] key = entry("k", 8, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60).array());
        refuses(join(header(3, 0, 1), key), "k");
        byte[] array = entry("a", 9,
                ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(4).putLong(1L << 33).array());
        refuses(join(header(3, 0, 1), array), "a");
    }

    @Test
    void versionTwoIsReadAndVersionOneRefusedWithTheCure() {
        byte[] bytes = SmallModelFile.bytes();
        bytes[4] = 2;
        try (GgufFile file = SmallModelFile.open(bytes)) {
            assertThat(file.tensors()).hasSize(4);
        }
        bytes[4] = 1;
        assertThatThrownBy(() -> SmallModelFile.open(bytes)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("version at byte 4: 1 (expected: 2 or 3;")
                .hasMessageContaining("convert the model again");
    }

    @Test
    void otherVersionsAndByteOrdersAreNamed() {
        refuses(header(1, 0, 0), "version");
        refuses(header(4, 0, 0), "version");
        refuses(header(Integer.reverseBytes(3), 0, 0), "version");
    }

    @Test
    void oddValuesAreNamed() {
        refuses(join(header(3, 0, 1), entry("k", 13, new byte[8])), "k");
        refuses(join(header(3, 0, 1), entry("k", 7, new byte[] {2})), "k");
        refuses(join(header(3, 0, 1),
                entry("k", 9, new byte[] {9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})),
                "k");
        refuses(join(header(3, 0, 1), entry("", 4, new byte[4])), "metadata key");
        refuses(join(header(3, 0, 2), entry("k", 4, new byte[4]), entry("k", 4, new byte[4])), "k");
        refuses(join(header(3, 0, 1), entry("general.alignment", 4, new byte[] {3, 0, 0, 0})), "general.alignment");
        refuses(join(header(3, 0, 1), entry("k", 8, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff})), "k");
        refuses(join(header(3, 0, 1), entry("k", 10, new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) 0x80})), "k");
    }

    @Test
    void oddTensorsAreNamed() {
        refuses(oneTensor(0, new long[0], 0, 0), "tensor t");
        refuses(oneTensor(5, new long[5], 0, 0), "tensor t");
        refuses(oneTensor(1, new long[] {0}, 0, 0), "tensor t");
        refuses(oneTensor(2, new long[] {1L << 40, 1L << 40}, 0, 0), "tensor t");
        refuses(oneTensor(1, new long[] {Long.MAX_VALUE}, 0, 0), "tensor t");
        refuses(oneTensor(1, new long[] {4}, 12, 0), "tensor t");
        refuses(oneTensor(1, new long[] {33}, 8, 0), "tensor t");
        refuses(oneTensor(1, new long[] {4}, 0, 7), "tensor t");
        refuses(oneTensor(1, new long[] {4}, 0, -32), "tensor t");
        refuses(oneTensor(1, new long[] {4}, 0, 1L << 40), "tensor t");
        refuses(oneTensor(1, new long[] {1000}, 0, 0), "tensor t");
    }

    @Test
    void twoTensorsOfOneNameAreRefused() {
        byte[] bytes = SmallModelFile.bytes(new GgufWriter().tensor("ab", BlockFormats.F32, new float[8], 8)
                .tensor("cd", BlockFormats.F32, new float[8], 8));
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("cd", "ab");
        refuses(text.getBytes(StandardCharsets.ISO_8859_1), "tensor ab");
    }
}
