package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What is lost when scales are searched for, beside what is lost otherwise. */
class ScaleSearchTest {

    static Stream<Arguments> meanErrors() {
        return Stream.of(arguments(BlockFormats.Q2_K, 0.28), arguments(BlockFormats.Q3_K, 0.15),
                arguments(BlockFormats.Q4_K, 0.073), arguments(BlockFormats.Q5_K, 0.036),
                arguments(BlockFormats.Q6_K, 0.017), arguments(BlockFormats.IQ4_NL, 0.075),
                arguments(BlockFormats.MXFP4, 0.115));
    }

    /** Of weights as networks have them, normally distributed with another deviation in each row. */
    @ParameterizedTest
    @MethodSource("meanErrors")
    void theMeanErrorIsSmall(BlockFormat format, double most) {
        assertThat(meanError(format)).as(format.name()).isLessThan(most);
    }

    @Test
    void searchedScalesOfSixBitsLoseLessThanPlainOnesOfSixteen() {
        assertThat(meanError(BlockFormats.Q4_K)).isLessThan(0.95 * meanError(BlockFormats.Q4_1));
        assertThat(meanError(BlockFormats.Q5_K)).isLessThan(0.95 * meanError(BlockFormats.Q5_1));
        assertThat(meanError(BlockFormats.IQ4_NL)).isLessThan(0.9 * meanError(BlockFormats.Q4_0));
    }

    private static double meanError(BlockFormat format) {
        Random random = new Random(3);
        double errors = 0;
        double squares = 0;
        for (int row = 0; row < 20; row++) {
            float[] numbers = FormatContract.randomNumbers(random, 512, 0.01f + random.nextFloat());
            float[] back = new float[512];
            MemorySegment bytes = MemorySegment.ofArray(new byte[(int) format.bytes(512)]);
            format.quantize(numbers, 0, 512, bytes, 0);
            format.dequantize(bytes, 0, back, 0, 512);
            for (int i = 0; i < 512; i++) {
                errors += Math.pow(back[i] - numbers[i], 2);
                squares += Math.pow(numbers[i], 2);
            }
        }
        return Math.sqrt(errors / squares);
    }

    /** No scale on a fine grid does better by more than a thousandth, for any group of numbers. */
    @Test
    void noScaleOfAFineGridLosesMuchLess() {
        Random random = new Random(5);
        CodedFormat format = (CodedFormat) BlockFormats.Q3_K;
        double searched = 0;
        double grid = 0;
        for (int round = 0; round < 100; round++) {
            ScaleSearch search = new ScaleSearch(format, FormatContract.randomNumbers(random, 256, 1), 0);
            ScaleSearch.Fit best = search.best(0);
            double found = search.store(0, best.scale(), 0);
            double least = found;
            for (double scale = 0.02; scale < 2; scale += 0.002) {
                least = Math.min(least, Math.min(search.store(0, scale, 0), search.store(0, -scale, 0)));
            }
            searched += found;
            grid += least;
        }
        assertThat(searched).isLessThan(1.01 * grid);
    }

    @Test
    void theLossThatIsReportedIsTheOneThatStoringGives() {
        Random random = new Random(6);
        for (BlockFormat format : new BlockFormat[] {BlockFormats.Q4_K, BlockFormats.Q6_K, BlockFormats.IQ4_NL}) {
            ScaleSearch search = new ScaleSearch((CodedFormat) format,
                    FormatContract.randomNumbers(random, format.blockSize(), 2), 0);
            ScaleSearch.Fit best = search.best(0);
            assertThat(search.store(0, best.scale(), best.offset())).isLessThanOrEqualTo(best.loss() * (1 + 1e-6));
            assertThat(best.offset()).isNotPositive();
        }
    }
}
