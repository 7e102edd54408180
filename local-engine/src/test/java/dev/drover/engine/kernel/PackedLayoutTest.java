package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.format.CodedFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Packing, on any processor: every code lies where the layout's description says. */
class PackedLayoutTest {

    private static final int ROWS = 19;
    private static final int COLUMNS = 512;

    static Stream<BlockFormat> codedFormats() {
        return BlockFormats.all().stream().filter(CodedFormat.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("codedFormats")
    void everyCodeIsInItsPlanes(BlockFormat format) {
        CodedFormat coded = (CodedFormat) format;
        PackedLayout layout = Objects.requireNonNull(PackedLayout.of(format));
        Matrix matrix = KernelInputs.matrix(new Random(1), format, ROWS, COLUMNS);
        MemorySegment packed = VnniWeights.pack(matrix, layout);
        assertThat(packed.byteSize()).isEqualTo(2 * layout.bytes(COLUMNS));
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column += 3) {
                long block = matrix.offset(row) + (long) (column / format.blockSize()) * format.blockBytes();
                int expected = coded.code(matrix.data(), block, column % format.blockSize());
                assertThat(code(packed, layout, row, column)).as("%s, row %d, column %d", format, row, column)
                        .isEqualTo(expected);
            }
        }
    }

    /** Puts a code together from its planes. */
    private static int code(MemorySegment packed, PackedLayout layout, int row, int column) {
        long at = row / 16 * layout.bytes(COLUMNS) + (long) (column / 32) * layout.vectors() * 64;
        int quad = column % 32 / 4;
        int code = 0;
        int low = 0;
        for (int bits : layout.planes()) {
            long place = at + quad % bits * 64L + row % 16 * 4L + column % 4;
            int value = packed.get(ValueLayout.JAVA_BYTE, place) >> (quad / bits * bits);
            code |= (value & ((1 << bits) - 1)) << low;
            low += bits;
            at += bits * 64L;
        }
        return code;
    }

    @Test
    void theScalesOfABlockFollowTheCodes() {
        Matrix matrix = KernelInputs.matrix(new Random(2), BlockFormats.Q4_1, ROWS, COLUMNS);
        PackedLayout layout = Objects.requireNonNull(PackedLayout.of(BlockFormats.Q4_1));
        MemorySegment packed = VnniWeights.pack(matrix, layout);
        for (int row = 0; row < ROWS; row++) {
            long at = row / 16 * layout.bytes(COLUMNS) + layout.codeBytes(COLUMNS) + 3 * 64 + row % 16 * 2L;
            long stored = matrix.offset(row) + 3L * 20;
            assertThat(packed.get(ValueLayout.JAVA_SHORT_UNALIGNED, at))
                    .isEqualTo(matrix.data().get(ValueLayout.JAVA_SHORT_UNALIGNED, stored));
            assertThat(packed.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 32))
                    .isEqualTo(matrix.data().get(ValueLayout.JAVA_SHORT_UNALIGNED, stored + 2));
        }
    }

    @Test
    void plainNumbersHaveNoLayout() {
        assertThat(PackedLayout.of(BlockFormats.F32)).isNull();
        assertThat(PackedLayout.of(BlockFormats.BF16)).isNull();
    }
}
