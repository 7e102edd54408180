package dev.drover.engine.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PerplexityTest {

    private static final Offset<Double> CLOSE = Offset.offset(1e-5);
    private static final double[] EVEN = {0.25, 0.25, 0.25, 0.25};

    private final TableModel even = new TableModel(100, EVEN, EVEN, EVEN, EVEN);
    private final TableModel sure = new TableModel(100, new double[] {0.5, 0.25, 0.125, 0.125},
            new double[] {0.125, 0.5, 0.25, 0.125}, new double[] {0.125, 0.125, 0.5, 0.25},
            new double[] {0.25, 0.125, 0.125, 0.5});

    private static int[] tokens(int count) {
        return new Random(1).ints(count, 0, 4).toArray();
    }

    private static Perplexity.Result measure(TableModel model, TableModel reference, int... tokens) {
        return Perplexity.measure(model, reference, tokens, 50, done -> {
        });
    }

    @Test
    void aModelThatKnowsNothingIsAsPerplexedAsThereAreTokens() {
        Perplexity.Result result = Perplexity.measure(even, null, tokens(333), 50, done -> {
        });
        assertThat(result.perplexity()).isCloseTo(4, CLOSE);
        assertThat(result.bitsPerToken()).isCloseTo(2, CLOSE);
        assertThat(result.referencePerplexity()).isNull();
        assertThat(result.divergence()).isNull();
        assertThat(result.sameFirst()).isNull();
    }

    @Test
    void everyTokenButAWindowsFirstIsForetoldOnce() {
        Perplexity.Result result = Perplexity.measure(even, null, tokens(101), 50, done -> {
        });
        assertThat(result.tokens()).isEqualTo(49 + 49);
        assertThat(even.lengths).containsExactly(49, 49);
    }

    @Test
    void probabilitiesAreThoseOfTheTokensThatCome() {
        Perplexity.Result result = measure(sure, even, 0, 0, 1, 2, 3, 1);
        // given 1/2, 1/4, 1/4, 1/4 and 1/8
        assertThat(result.bitsPerToken()).isCloseTo((1 + 2 + 2 + 2 + 3) / 5.0, CLOSE);
        assertThat(result.perplexity()).isCloseTo(4, CLOSE);
        assertThat(result.referencePerplexity()).isCloseTo(4, CLOSE);
    }

    @Test
    void theDivergenceIsTheFormulas() {
        // even beside sure: sum of p ln(p / q), with p sure's 1/2, 1/4, 1/8, 1/8 and q a quarter each
        double expected = Math.log(2) * (0.5 * 1 + 0.25 * 0 - 0.125 - 0.125);
        Perplexity.Result result = measure(even, sure, tokens(200));
        assertThat(result.divergence()).isCloseTo(expected, CLOSE);
        assertThat(result.largestDivergence()).isCloseTo(expected, CLOSE);
        // the other way round it is another: p a quarter each
        double other = Math.log(2) * (0.25 * -1 + 0.25 * 0 + 0.25 + 0.25);
        assertThat(measure(sure, even, tokens(200)).divergence()).isCloseTo(other, CLOSE);
    }

    @Test
    void aModelDoesNotDivergeFromItself() {
        Perplexity.Result result = measure(sure, sure, tokens(120));
        assertThat(result.divergence()).isCloseTo(0, CLOSE);
        assertThat(result.sameFirst()).isEqualTo(1);
        assertThat(result.perplexity()).isEqualTo(result.referencePerplexity());
    }

    @Test
    void progressEndsAtTheLastToken() {
        List<Integer> told = new ArrayList<>();
        Perplexity.measure(even, null, tokens(230), 90, told::add);
        assertThat(told).isSorted().endsWith(230);
    }

    @Test
    void whatCannotBeMeasuredIsNamed() {
        assertThatThrownBy(() -> measure(even, sure, 1)).hasMessage("text: 1 tokens (expected: at least 2)");
        for (int window : new int[] {1, 101}) {
            assertThatThrownBy(() -> Perplexity.measure(even, null, tokens(9), window, done -> {
            })).hasMessage("context: " + window + " (expected: 2 to 100)");
        }
        TableModel two = new TableModel(100, new double[] {0.5, 0.5}, new double[] {0.5, 0.5});
        assertThatThrownBy(() -> measure(even, two, 0, 1)).hasMessageContaining("reference: the vocabulary of table");
    }
}
