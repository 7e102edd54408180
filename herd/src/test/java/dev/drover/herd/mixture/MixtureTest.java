package dev.drover.herd.mixture;

import dev.drover.herd.document.Document;
import dev.drover.herd.task.Domain;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class MixtureTest {

    private static final HerdTokenizer TOKENIZER = HerdTokenizer.bundled();

    @Test
    void noDocumentIsLongerThanTheContext() {
        for (Mixture mixture : all()) {
            for (int index = 0; index < 5_000; index++) {
                assertThat(mixture.at(1, index, index / 5_000.0).length()).isLessThanOrEqualTo(Mixture.CONTEXT);
            }
        }
    }

    @Test
    void sameSeedAndIndexGiveTheSameDocument() {
        for (Mixture mixture : all()) {
            for (int index = 0; index < 200; index++) {
                assertThat(mixture.at(3, index, 0.7).tokens()).isEqualTo(mixture.at(3, index, 0.7).tokens());
            }
        }
    }

    @Test
    void otherSeedsAndIndicesGiveOtherDocuments() {
        Mixture mixture = Mixture.verifier(TOKENIZER);
        long different = IntStream.range(0, 500)
                .mapToObj(index -> Arrays.toString(mixture.at(index % 2, index / 2, 1).tokens()))
                .distinct()
                .count();

        assertThat(different).isGreaterThan(490);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void answersAloneAreLearned(Domain domain) {
        Mixture mixture = Mixture.specialist(domain, TOKENIZER);
        for (int index = 0; index < 500; index++) {
            Document document = mixture.at(1, index, 1);
            int lastMark = IntStream.range(0, document.length())
                    .filter(at -> document.tokens()[at] == HerdTokenizer.special("<|assistant|>"))
                    .max()
                    .orElseThrow();
            for (int at = 0; at < document.length(); at++) {
                assertThat(document.learned()[at]).isEqualTo(at > lastMark);
            }
            assertThat(document.tokens()[0]).isEqualTo(HerdTokenizer.BOS);
            assertThat(document.tokens()[document.length() - 1]).isEqualTo(HerdTokenizer.END);
        }
    }

    @Test
    void drafterMeetsFactsMoreOftenThanTheVerifier() {
        assertThat(Mixture.drafter(TOKENIZER).share(Domain.FACTS))
                .isGreaterThan(3 * Mixture.verifier(TOKENIZER).share(Domain.FACTS));
    }

    @Test
    void verifierIsMostlyShownArithmetic() {
        assertThat(Mixture.verifier(TOKENIZER).share(Domain.ARITH)).isGreaterThan(40);
    }

    @Test
    void specialistSeesItsDomainAlone() {
        assertThat(Mixture.specialist(Domain.CODE, TOKENIZER).share(Domain.CODE)).isEqualTo(100);
        assertThat(Mixture.specialist(Domain.CODE, TOKENIZER).share(Domain.FACTS)).isZero();
    }

    @Test
    void documentsAreShortOnAverage() {
        Mixture mixture = Mixture.verifier(TOKENIZER);
        double mean = IntStream.range(0, 3_000).map(index -> mixture.at(1, index, 1).length()).average().orElseThrow();

        assertThat(mean).isBetween(60.0, 100.0);
    }

    private static List<Mixture> all() {
        return List.of(Mixture.drafter(TOKENIZER), Mixture.verifier(TOKENIZER), Mixture.generalist(TOKENIZER),
                Mixture.specialist(Domain.ARITH, TOKENIZER), Mixture.specialist(Domain.CODE, TOKENIZER));
    }
}
