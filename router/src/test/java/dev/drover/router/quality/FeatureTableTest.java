package dev.drover.router.quality;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FeatureTableTest {

    private static final char[] TEXT = "adding 12 and 345".toCharArray();

    @Test
    void oneFeatureCountsOnceHoweverOftenItOccurs() {
        FeatureTable table = new FeatureTable(4);
        for (int i = 0; i < 9; i++) {
            table.add(5, FeatureTable.WORD, 1, 0, 6);
        }
        table.add(6, FeatureTable.WORD, 1, 7, 9);
        FeatureVector vector = table.vector(10, TEXT);

        assertThat(vector.indices()).hasSize(2);
        double larger = Math.max(Math.abs(vector.values()[0]), Math.abs(vector.values()[1]));
        double smaller = Math.min(Math.abs(vector.values()[0]), Math.abs(vector.values()[1]));
        assertThat(larger / smaller).isCloseTo(3, within(1e-5));
    }

    @Test
    void groupsAreBroughtToTheSameLength() {
        FeatureTable table = new FeatureTable(4);
        for (int i = 1; i <= 100; i++) {
            table.add(i, FeatureTable.LETTERS, 1, 0, 3);
        }
        table.add(1, FeatureTable.WORD, 1, 0, 6);
        FeatureVector vector = table.vector(16, TEXT);
        double word = 0;
        double letters = 0;
        for (int i = 0; i < vector.indices().length; i++) {
            double square = vector.values()[i] * vector.values()[i];
            if (vector.describe().apply(i).startsWith("letters")) {
                letters += square;
            } else {
                word += square;
            }
        }

        assertThat(letters).isCloseTo(0.5, within(1e-5));
        assertThat(word).isCloseTo(0.5, within(1e-5));
    }

    @Test
    void itGrowsBeyondWhatWasExpected() {
        FeatureTable table = new FeatureTable(1);
        SplittableRandom random = new SplittableRandom(2);
        Set<Long> added = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long content = random.nextInt(8_000);
            added.add(content);
            table.add(content, FeatureTable.PAIR, 1, 0, 6);
        }

        assertThat(table.vector(20, TEXT).indices()).hasSize(added.size());
    }

    @Test
    void bucketsAndSignsAreSpreadEvenly() {
        FeatureTable table = new FeatureTable(20_000);
        for (int i = 0; i < 16_000; i++) {
            table.add(i, FeatureTable.WORD, 1, 0, 6);
        }
        FeatureVector vector = table.vector(4, TEXT);
        int[] buckets = new int[16];
        int positive = 0;
        for (int i = 0; i < vector.indices().length; i++) {
            buckets[vector.indices()[i]]++;
            positive += vector.values()[i] > 0 ? 1 : 0;
        }

        assertThat(positive).isBetween(7_600, 8_400);
        for (int bucket : buckets) {
            assertThat(bucket).isBetween(850, 1_150);
        }
    }

    @Test
    void aTextIsDescribedWithoutItsDigits() {
        FeatureTable table = new FeatureTable(4);
        table.add(1, FeatureTable.TRIPLE, 1, 0, TEXT.length);
        table.add(2, FeatureTable.SHAPE, 1, 1, 2);

        FeatureVector vector = table.vector(12, TEXT);
        assertThat(Set.of(vector.describe().apply(0), vector.describe().apply(1)))
                .containsExactlyInAnyOrder("words \"adding # and #\"", "number of numbers: 2");
    }

    @ParameterizedTest
    @CsvSource({"0, 2, number of words: 2", "0, 3, number of words: 3 to 4", "0, 5, number of words: 9 to 16",
            "1, 5, number of numbers: 5", "3, 4, number of capitalised names: 4", "6, 1, number of user turns: 1"})
    void shapesAreDescribedInWords(int shape, int value, String words) {
        assertThat(PromptShape.describe(shape, value)).isEqualTo(words);
    }
}
