package dev.drover.cascade;

import dev.drover.cascade.remote.RemoteVerification;
import dev.drover.cascade.remote.TokenScorer;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.Shaping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers of a pair whose large model only tells log-probabilities, against the rule's definition. */
class RemoteVerificationTest {

    private static final int[] PROMPT = {2, 1};
    private int requests;

    private List<TokenScorer.Score> score(TableModel model, int[] tokens, int from) {
        requests++;
        List<TokenScorer.Score> scores = new ArrayList<>();
        for (int place = from; place <= tokens.length; place++) {
            float[] logits = model.logits(Arrays.copyOf(tokens, place), place);
            double[] p = new double[logits.length];
            Shaping.softmax(new Logits(logits, 1, logits.length), 0, 1, p);
            int best = new Logits(logits, 1, logits.length).argmax(0);
            scores.add(
                    new TokenScorer.Score(place < tokens.length ? Math.log(p[tokens[place]]) : Double.NEGATIVE_INFINITY,
                            best, Math.log(p[best])));
        }
        return scores;
    }

    @Test
    void answersAreTheGreedyRulesOwnAtEveryLeniency() {
        for (int seed = 0; seed < 40; seed++) {
            TableModel large = TableModel.random("large", 5, 4, 1.5, seed);
            TableModel small = large.near("small", 1.5, seed + 100);
            for (double leniency : new double[] {-1, 0, .4, .8}) {
                List<Integer> expected = new Reference(small, large, BuiltInRules.named("token-v3").at(leniency),
                        Shaping.GREEDY).greedy(PROMPT, 30);
                RemoteVerification decoding = new RemoteVerification(small,
                        (tokens, from) -> score(large, tokens, from), leniency, 1 + seed % 6);
                requests = 0;
                try (TokenSource source = decoding.start(PROMPT, 30, Shaping.GREEDY, new SplittableRandom(1))) {
                    assertThat(Reference.drain(source, 30, large)).as("seed %s, leniency %s", seed, leniency)
                            .isEqualTo(expected);
                    assertThat(Reference.count(source, "largeCalls")).isEqualTo(requests);
                }
                assertThat(small.opened.get()).isEqualTo(small.closed.get());
            }
        }
    }

    @Test
    void whatNeedsWholeDistributionsIsRefused() {
        TableModel model = TableModel.random("model", 5, 4, 1.5, 1);
        RemoteVerification decoding = new RemoteVerification(model, (tokens, from) -> score(model, tokens, from), .5,
                3);
        assertThatThrownBy(() -> decoding.start(PROMPT, 9, Shaping.NONE, new SplittableRandom(1)))
                .isInstanceOf(InferenceFailure.Rejected.class)
                .hasMessageContaining("temperature: 1.0 (expected: 0");
    }
}
