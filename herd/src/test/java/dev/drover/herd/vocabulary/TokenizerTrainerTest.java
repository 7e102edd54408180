package dev.drover.herd.vocabulary;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenizerTrainerTest {

    @Test
    void mostFrequentPairIsMergedFirst() {
        TokenizerTrainer trainer = new TokenizerTrainer();
        trainer.read("low low low lot");

        assertThat(trainer.train(HerdTokenizer.FIRST_MERGE + 3).merges()).containsExactly("l o", "lo w", "\u0120 low");
    }

    @Test
    void equallyFrequentPairsAreTakenInTheirOrder() {
        TokenizerTrainer trainer = new TokenizerTrainer();
        trainer.read("zy\nab");

        assertThat(trainer.train(HerdTokenizer.FIRST_MERGE + 2).merges()).containsExactly("a b", "z y");
    }

    @Test
    void digitsTakeNoPart() {
        TokenizerTrainer trainer = new TokenizerTrainer();
        trainer.read("11 11 11 11 ab");

        assertThat(trainer.train(HerdTokenizer.FIRST_MERGE + 2).merges()).containsExactly("a b", "\u0120 ab");
    }

    @Test
    void orderOfTheTextsMakesNoDifference() {
        TokenizerTrainer one = new TokenizerTrainer();
        one.read("to be or not");
        one.read("to be");
        TokenizerTrainer two = new TokenizerTrainer();
        two.read("to be");
        two.read("to be or not");

        assertThat(one.train(HerdTokenizer.FIRST_MERGE + 4).merges())
                .isEqualTo(two.train(HerdTokenizer.FIRST_MERGE + 4).merges());
    }

    @Test
    void trainedTokenizerMergesWhatItLearned() {
        TokenizerTrainer trainer = new TokenizerTrainer();
        trainer.read("hello hello");

        HerdTokenizer tokenizer = trainer.train(HerdTokenizer.FIRST_MERGE + 5);

        assertThat(tokenizer.encode("hello hello")).hasSizeLessThan(4);
        assertThat(tokenizer.decode(tokenizer.encode("hello yellow"))).isEqualTo("hello yellow");
    }

    @Test
    void tooSmallACorpusIsRefused() {
        TokenizerTrainer trainer = new TokenizerTrainer();
        trainer.read("ab");

        assertThatThrownBy(() -> trainer.train(1_024)).hasMessageContaining("expected: more varied texts");
    }
}
