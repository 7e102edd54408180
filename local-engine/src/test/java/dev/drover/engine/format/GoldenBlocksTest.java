package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every format beside what another program makes of its blocks; a format without such blocks is not done. */
class GoldenBlocksTest {

    static Stream<BlockFormat> formats() {
        return BlockFormats.all().stream().filter(CodedFormat.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void blocksStandForTheNumbersThatAnotherProgramReads(BlockFormat format) {
        List<GoldenBlocks> blocks = GoldenBlocks.of(format);
        assertThat(blocks).hasSize(3);
        for (GoldenBlocks block : blocks) {
            assertThat(block.bytes()).hasSize(format.blockBytes());
            float[] numbers = new float[format.blockSize()];
            format.dequantize(MemorySegment.ofArray(block.bytes()), 0, numbers, 0, numbers.length);
            for (int i = 0; i < numbers.length; i++) {
                assertThat(numbers[i] == block.numbers()[i]).as("%s, number %d", format.name(), i).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void numbersOfABlockThatUsesItsWholeRangeAreStoredAsThatBlock(BlockFormat format) {
        for (GoldenBlocks block : GoldenBlocks.of(format)) {
            if (block.whole()) {
                byte[] bytes = new byte[format.blockBytes()];
                format.quantize(block.numbers(), 0, format.blockSize(), MemorySegment.ofArray(bytes), 0);
                assertThat(HexFormat.of().formatHex(bytes)).as(format.name())
                        .isEqualTo(HexFormat.of().formatHex(block.bytes()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theTablesSayTheSameAsTheNumbers(BlockFormat format) {
        CodedFormat coded = (CodedFormat) format;
        GoldenBlocks block = GoldenBlocks.of(format).getLast();
        MemorySegment bytes = MemorySegment.ofArray(block.bytes());
        for (int i = 0; i < format.blockSize(); i++) {
            int code = coded.code(bytes, 0, i);
            int group = i / coded.groupSize();
            assertThat(code).isBetween(0, (1 << coded.bits()) - 1);
            assertThat(coded.value(code)).isBetween(-128, 127);
            float expected = coded.scale(bytes, 0, group) * coded.value(code) + coded.offset(bytes, 0, group);
            assertThat(expected == block.numbers()[i]).as("%s, number %d", format.name(), i).isTrue();
        }
    }
}
