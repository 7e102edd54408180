package dev.drover.herd.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A checkpoint is read back to the bit or refused with its name and the cure; nothing else may come of it. */
class CheckpointTest {

    private static final int SIZE = 48;

    @TempDir
    Path folder;

    private Path file;
    private Checkpoint written;

    @BeforeEach
    void write() throws IOException {
        SplittableRandom random = new SplittableRandom(61);
        float[][] arrays = new float[3][SIZE];
        for (float[] array : arrays) {
            for (int i = 0; i < SIZE; i++) {
                array[i] = Float.intBitsToFloat(random.nextInt());
            }
        }
        TrainingState state = new TrainingState(arrays[0], arrays[1], arrays[2], 1_234, 9_876_543_210L);
        written = new Checkpoint("shape 64, é on cafe", "100 until step 3, then 200", state, 12.5);
        file = folder.resolve("checkpoint");
        written.write(file);
    }

    @Test
    void everyBitComesBack() throws IOException {
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.identity()).isEqualTo(written.identity());
        assertThat(read.course()).isEqualTo(written.course());
        assertThat(read.cpuSeconds()).isEqualTo(12.5);
        assertThat(read.state().step()).isEqualTo(1_234);
        assertThat(read.state().tokens()).isEqualTo(9_876_543_210L);
        assertThat(Checkpoint.hash(read.state().weights())).isEqualTo(Checkpoint.hash(written.state().weights()));
        assertThat(Checkpoint.hash(read.state().first())).isEqualTo(Checkpoint.hash(written.state().first()));
        assertThat(Checkpoint.hash(read.state().second())).isEqualTo(Checkpoint.hash(written.state().second()));
    }

    @Test
    void theLayoutIsTheOneThatRunsGoOnFrom() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertThat(magic).asString().isEqualTo("DROVER01");
        assertThat(bytes.getShort()).as("bytes of the identity").isEqualTo((short) 20);
        bytes.position(bytes.position() + 20);
        assertThat(bytes.getShort()).as("bytes of the course").isEqualTo((short) 26);
        bytes.position(bytes.position() + 26);
        assertThat(bytes.getDouble()).isEqualTo(12.5);
        assertThat(bytes.getInt()).isEqualTo(1_234);
        assertThat(bytes.getLong()).isEqualTo(9_876_543_210L);
        assertThat(bytes.getInt()).isEqualTo(SIZE);
        assertThat(bytes.remaining()).isEqualTo(3 * 4 * SIZE);
    }

    @Test
    void aFileCutAnywhereIsRefusedByItsName() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Checkpoint.read(file)).as("cut at " + length)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining("expected: ");
        }
    }

    @Test
    void moreBytesThanItShouldHaveAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 4));
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageContaining(
                "580 bytes of weights and optimizer state (expected: 576; go on from before-decay");
    }

    @Test
    void aSizeThatCannotBeIsRefusedAndNotReserved() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int size : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, SIZE + 1, 0}) {
            ByteBuffer.wrap(bytes).putInt(bytes.length - 12 * SIZE - 4, size);
            Files.write(file, bytes);
            assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(IOException.class)
                    .hasMessageContaining("bytes of weights");
        }
    }

    @Test
    void changedHeadersAreReadOrRefusedAndNothingElse() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(62);
        for (int round = 0; round < 200; round++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(80)] = (byte) random.nextInt(256);
            Files.write(file, changed);
            try {
                assertThat(Checkpoint.read(file).state().weights()).hasSize(SIZE);
            } catch (IOException refused) {
                assertThat(refused).hasMessageStartingWith(file + ": ").hasMessageContaining("expected: ");
            }
        }
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        Files.writeString(file, "GGUF and then much more text than eight bytes");
        assertThatThrownBy(() -> Checkpoint.read(file))
                .hasMessageContaining("not a checkpoint of the trainer (expected: a file that it wrote)");
    }

    @Test
    void aNewCheckpointTakesThePlaceOfTheOldInOneStep() throws IOException {
        TrainingState later = new TrainingState(new float[SIZE], new float[SIZE], new float[SIZE], 2_000, 1);
        new Checkpoint("other", "200", later, 20).write(file);
        assertThat(Checkpoint.read(file).state().step()).isEqualTo(2_000);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aCheckpointThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Files.createDirectory(folder.resolve("checkpoint.partial"));
        TrainingState later = new TrainingState(new float[SIZE], new float[SIZE], new float[SIZE], 2_000, 1);
        assertThatThrownBy(() -> new Checkpoint("other", "200", later, 20).write(file)).isInstanceOf(IOException.class);
        assertThat(Checkpoint.read(file).state().step()).isEqualTo(1_234);
    }

    @Test
    void hashesAreThoseOfTheBigEndianFloats() {
        assertThat(Checkpoint.hash(new float[] {1})).isEqualTo(Checkpoint.sha256(new byte[] {0x3f, (byte) 0x80, 0, 0}));
        assertThat(Checkpoint.sha256(new byte[0]))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
