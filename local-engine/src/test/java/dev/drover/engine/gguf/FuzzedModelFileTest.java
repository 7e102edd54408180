package dev.drover.engine.gguf;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.drover.engine.gguf.RawModelFile.array;
import static dev.drover.engine.gguf.RawModelFile.entry;
import static dev.drover.engine.gguf.RawModelFile.header;
import static dev.drover.engine.gguf.RawModelFile.join;
import static dev.drover.engine.gguf.RawModelFile.little;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a file says, it is read or refused with the field and its place, and takes no more memory than its size and
 * 64 MiB. {@code -Ddrover.fuzz.cases=N} says how many cases are tried, {@code -Ddrover.fuzz.first=N} with which they begin.
 */
class FuzzedModelFileTest {

    private static final long CASES = Long.getLong("drover.fuzz.cases", 20_000);
    private static final long FIRST = Long.getLong("drover.fuzz.first", 0);
    private static final long SPARE = 64L << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void noFileCrashesTheReader() {
        ModelFileFuzz fuzz = new ModelFileFuzz();
        long read = LongStream.range(FIRST, FIRST + CASES).parallel().filter(number -> {
            byte[] file = fuzz.file(number);
            return isRead(file, "case " + number + ": -Ddrover.fuzz.cases=1 -Ddrover.fuzz.first=" + number);
        }).count();
        assertThat(read).as("files that could be read").isBetween(CASES / 50, CASES / 2);
    }

    @Test
    void casesReachMostFields() {
        ModelFileFuzz fuzz = new ModelFileFuzz();
        Map<String, Integer> fields = new TreeMap<>();
        for (long number = 0; number < 6_000; number++) {
            try (GgufFile _ = GgufFile.of("fuzzed.gguf", fuzz.file(number))) {
                fields.merge("read", 1, Integer::sum);
            } catch (InvalidModelFile refusal) {
                fields.merge(refusal.field().replaceAll("^tensor (?!count$|name$).*", "tensor"), 1, Integer::sum);
            }
        }
        assertThat(fields).containsKeys("read", "magic", "version", "tensor count", "metadata count", "metadata key",
                "tensor name", "tensor", "general.alignment", "general.architecture", "words", "ints", "text", "truth");
    }

    /** Whether a file can be read; what it holds is then taken out. */
    private boolean isRead(byte[] bytes, String what) {
        long before = threads.getCurrentThreadAllocatedBytes();
        InvalidModelFile refusal = null;
        try (GgufFile file = GgufFile.of("fuzzed.gguf", bytes)) {
            file.metadata().asMap();
            file.tensors().forEach(tensor -> assertThat(tensor.data().byteSize()).isLessThanOrEqualTo(bytes.length));
        } catch (InvalidModelFile refused) {
            refusal = refused;
        } catch (RuntimeException | Error crash) {
            throw new AssertionError(what, crash);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(bytes.length + SPARE);
        if (refusal != null) {
            assertThat(refusal.getMessage()).as(what)
                    .startsWith("fuzzed.gguf: " + refusal.field() + " at byte " + refusal.offset() + ": ")
                    .contains("(expected: ")
                    .hasSizeLessThan(5_000)
                    .doesNotContainPattern("\\p{Cntrl}");
            assertThat(refusal.offset()).as(what).isBetween(0L, (long) bytes.length);
        }
        return refusal == null;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 5, 6, 7, 8, 10, 12})
    void aLongListTakesNoMoreMemoryThanItsFileAnd64MiB(int type) {
        int width = switch (type) {
            case 0, 1, 7 -> 1;
            case 2 -> 2;
            case 8, 10, 12 -> 8;
            default -> 4;
        };
        byte[] elements = new byte[24 << 20];
        if (type != 7 && type != 8) {
            Arrays.fill(elements, (byte) 0x9b);
        }
        byte[] file = join(header(3, 0, 1), entry("list", 9, array(type, elements.length / width, elements)));
        isRead(file, "a list of type " + type);
    }

    @Test
    void manyTensorsAndEntriesAndLongTextsDoNotEither() {
        byte[] tensors = new byte[48 << 20];
        assertThat(isRead(join(header(3, tensors.length / 32, 0), tensors), "tensors")).isFalse();
        assertThat(isRead(join(header(3, 0, tensors.length / 13), tensors), "entries")).isFalse();
        byte[] letters = new byte[48 << 20];
        Arrays.fill(letters, (byte) 'a');
        byte[] text = join(little(8).putLong(letters.length).array(), letters);
        assertThat(isRead(join(header(3, 0, 1), entry("text", 8, text)), "a text")).isFalse();
    }
}
