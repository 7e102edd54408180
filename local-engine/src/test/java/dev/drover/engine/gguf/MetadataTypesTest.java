package dev.drover.engine.gguf;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What is written in a type is read as the same number, and what a type cannot say is refused when it is put. */
class MetadataTypesTest {

    static Stream<Arguments> edges() {
        return Stream.of(arguments(MetadataType.UINT8, 0, 0), arguments(MetadataType.UINT8, 255, 255),
                arguments(MetadataType.INT8, -128, -128), arguments(MetadataType.INT8, 127, 127),
                arguments(MetadataType.UINT16, 65_535, 65_535), arguments(MetadataType.INT16, -32_768, -32_768),
                arguments(MetadataType.UINT32, 0xffff_ffffL, 0xffff_ffffL),
                arguments(MetadataType.UINT32, Integer.MAX_VALUE, Integer.MAX_VALUE),
                arguments(MetadataType.UINT32, 1L << 31, 1L << 31),
                arguments(MetadataType.INT32, Integer.MIN_VALUE, Integer.MIN_VALUE),
                arguments(MetadataType.UINT64, Long.MAX_VALUE, Long.MAX_VALUE),
                arguments(MetadataType.INT64, Long.MIN_VALUE, Long.MIN_VALUE), arguments(MetadataType.INT64, -1, -1L),
                arguments(MetadataType.FLOAT32, 0.1, 0.1f), arguments(MetadataType.FLOAT32, Float.NaN, Float.NaN),
                arguments(MetadataType.FLOAT32, Double.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY),
                arguments(MetadataType.FLOAT32, -0f, -0f), arguments(MetadataType.FLOAT64, 1e300, 1e300),
                arguments(MetadataType.FLOAT64, 3, 3.0), arguments(MetadataType.BOOL, false, false),
                arguments(MetadataType.STRING, "", ""), arguments(MetadataType.STRING, "\0\ud83d\udc11", "\0🐑"));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void theEdgesOfEveryTypeComeBack(MetadataType type, Object written, Object read) {
        assertThat(reread(new GgufWriter().put("key", type, written))).isEqualTo(read);
    }

    static Stream<Arguments> beyond() {
        return Stream.of(arguments(MetadataType.UINT8, 256), arguments(MetadataType.UINT8, -1),
                arguments(MetadataType.INT8, 128), arguments(MetadataType.INT8, -129),
                arguments(MetadataType.UINT16, 65_536), arguments(MetadataType.INT16, 32_768),
                arguments(MetadataType.UINT32, -1), arguments(MetadataType.UINT32, 1L << 32),
                arguments(MetadataType.INT32, 1L << 31), arguments(MetadataType.UINT64, -1L),
                arguments(MetadataType.INT32, 0.5), arguments(MetadataType.UINT8, Double.NaN),
                arguments(MetadataType.INT64, 1e30), arguments(MetadataType.FLOAT32, 1e300));
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void whatATypeCannotSayIsRefusedAloneAndInAnArray(MetadataType type, Number value) {
        GgufWriter writer = new GgufWriter();
        assertThatThrownBy(() -> writer.put("key", type, value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key: " + value + " (expected: within the range of " + type + ")");
        assertThatThrownBy(() -> writer.putArray("key", type, List.of(1, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("key: " + value + " (expected: within");
    }

    @Test
    void arraysOfWholeNumbersComeBackInEveryWidth() {
        SplittableRandom random = new SplittableRandom(2);
        int[] bytes = random.ints(300, 0, 256).toArray();
        assertThat(rereadArray(MetadataType.UINT8, bytes)).isEqualTo(bytes);
        int[] signedBytes = random.ints(300, -128, 128).toArray();
        assertThat(rereadArray(MetadataType.INT8, signedBytes)).isEqualTo(signedBytes);
        int[] shorts = random.ints(300, 0, 65_536).toArray();
        assertThat(rereadArray(MetadataType.UINT16, shorts)).isEqualTo(shorts);
        int[] signedShorts = random.ints(300, -32_768, 32_768).toArray();
        assertThat(rereadArray(MetadataType.INT16, signedShorts)).isEqualTo(signedShorts);
        int[] ints = random.ints(300).toArray();
        assertThat(rereadArray(MetadataType.INT32, ints)).isEqualTo(ints);
        long[] longs = random.longs(300).toArray();
        assertThat(rereadArray(MetadataType.INT64, longs)).isEqualTo(longs);
    }

    @Test
    void anArrayOfUnsignedNumbersIsAsWideAsItsLargest() {
        assertThat(rereadArray(MetadataType.UINT32, new int[] {0, 7})).isEqualTo(new int[] {0, 7});
        assertThat(rereadArray(MetadataType.UINT32, new long[] {0, 7, 0xffff_fff0L}))
                .isEqualTo(new long[] {0, 7, 0xffff_fff0L});
    }

    @Test
    void emptyArraysComeBackEmpty() {
        assertThat(reread(new GgufWriter().put("key", List.of()))).isEqualTo(List.of());
        assertThat(reread(new GgufWriter().put("key", new float[0]))).isEqualTo(new float[0]);
        assertThat(reread(new GgufWriter().put("key", new boolean[0]))).isEqualTo(new boolean[0]);
    }

    @Test
    void whatIsPutIsWrittenAsItWasThen() {
        int[] numbers = {1, 2, 3};
        GgufWriter writer = new GgufWriter().put("key", numbers);
        numbers[1] = 9;
        assertThat(reread(writer)).isEqualTo(new int[] {1, 2, 3});
    }

    @Test
    void aListOfOtherThingsThanTextsIsRefusedWhenItIsPut() {
        GgufWriter writer = new GgufWriter();
        assertThatThrownBy(() -> writer.put("key", List.of("a", 1)))
                .hasMessage("key: Integer (expected: a value for STRING)");
        assertThatThrownBy(() -> writer.putArray("key", MetadataType.BOOL, new int[] {1}))
                .hasMessageContaining("key: Integer");
        assertThatThrownBy(() -> writer.putArray("key", MetadataType.ARRAY, List.of()))
                .hasMessageContaining("a flat array");
    }

    @Test
    void keysThatNoReaderWouldTakeAreRefusedWhenTheyArePut() {
        GgufWriter writer = new GgufWriter();
        assertThatThrownBy(() -> writer.put("", 1)).hasMessageContaining("metadata key: empty");
        for (Object alignment : new Object[] {0, 7, 48, 1L << 32, 64L, "32"}) {
            assertThatThrownBy(() -> writer.put("general.alignment", alignment)).as("alignment %s", alignment)
                    .hasMessageContaining("general.alignment: " + alignment);
        }
    }

    @Test
    void copyingWhatAFileSaysGivesAFileThatSaysTheSame() {
        try (GgufFile file = SmallModelFile.open(SmallModelFile.bytes())) {
            GgufWriter writer = new GgufWriter();
            file.metadata().asMap().forEach(writer::put);
            try (GgufFile copy = SmallModelFile.open(SmallModelFile.bytes(writer))) {
                assertThat(copy.metadata().asMap()).usingRecursiveComparison().isEqualTo(file.metadata().asMap());
            }
        }
    }

    @Test
    void wholeNumbersBeyondAnIntAreRefusedWhereAnIntIsWanted() {
        byte[] bytes = SmallModelFile.bytes(new GgufWriter().put("large", 1L << 40).put("flag", true));
        try (GgufFile file = SmallModelFile.open(bytes)) {
            assertThat(file.metadata().number("large")).isEqualTo(0x1p40);
            assertThatThrownBy(() -> file.metadata().integer("large")).hasMessageContaining("within 32 bits");
            assertThatThrownBy(() -> file.metadata().number("flag")).hasMessageContaining("Boolean");
            assertThatThrownBy(() -> file.metadata().asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private static Object rereadArray(MetadataType type, Object elements) {
        return reread(new GgufWriter().putArray("key", type, elements));
    }

    private static Object reread(GgufWriter writer) {
        try (GgufFile file = SmallModelFile.open(SmallModelFile.bytes(writer))) {
            assertThat(file.metadata().asMap().keySet()).isEqualTo(Collections.singleton("key"));
            return Objects.requireNonNull(file.metadata().asMap().get("key"));
        }
    }
}
