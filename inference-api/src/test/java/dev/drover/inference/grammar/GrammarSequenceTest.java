package dev.drover.inference.grammar;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrammarSequenceTest {

    private static final Tokens TOKENS = new Tokens(List.of("ab", "abc"));
    private static final int A = TOKENS.encode("a")[0];
    private static final int B = TOKENS.encode("b")[0];
    private static final int C = TOKENS.encode("c")[0];
    private static final int AB = 257;
    private static final int ABC = 258;

    private final Counting model = new Counting();
    private final TokenSequence sequence = new TokenGrammar(GrammarText.read("root ::= \"a\" (\"b\" \"c\"?)?"), TOKENS)
            .around(model, 2);

    @Test
    void rowsOfTheAnswerAreMaskedAndThoseOfThePromptAreNot() {
        Logits prompt = sequence.extend(new int[] {B, C}, 2);
        assertThat(allowed(prompt, 0)).hasSize(TOKENS.size());
        assertThat(allowed(prompt, 1)).containsExactly(A, AB, ABC);
        assertThat(prompt.at(1, AB)).isEqualTo(2_000 + AB);
        Logits answer = sequence.extend(new int[] {A, B}, 2);
        assertThat(allowed(answer, 0)).containsExactly(0, B);
        assertThat(allowed(answer, 1)).containsExactly(0, C);
        assertThat(allowed(sequence.extend(new int[] {C}, 1), 0)).containsExactly(0);
    }

    @Test
    void aRejectedDraftIsTakenBack() {
        sequence.extend(new int[] {B, C, A, B, C}, 1);
        sequence.truncate(3);
        assertThat(allowed(sequence.extend(new int[] {B}, 1), 0)).containsExactly(0, C);
        sequence.truncate(1);
        assertThat(allowed(sequence.extend(new int[] {C}, 1), 0)).containsExactly(A, AB, ABC);
        assertThat(model.tokens).containsExactly(B, C);
    }

    @Test
    void aForkGoesItsOwnWay() {
        sequence.extend(new int[] {B, C, A}, 1);
        TokenSequence fork = sequence.fork();
        fork.extend(new int[] {B}, 1);
        assertThat(allowed(fork.extend(new int[] {C}, 1), 0)).containsExactly(0);
        assertThat(allowed(sequence.extend(new int[] {B}, 1), 0)).containsExactly(0, C);
    }

    @Test
    void afterTheEndOnlyTheEndMayFollow() {
        assertThat(allowed(sequence.extend(new int[] {B, C, A, 0}, 1), 0)).contains(0);
        assertThatThrownBy(() -> sequence.extend(new int[] {A}, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: one that the grammar allows");
    }

    @Test
    void aGrammarThatTheVocabularyCannotWriteFailsByName() {
        Tokens letters = new Tokens(List.of()) {
            @Override
            public byte[] bytes(int token) {
                return token == A ? super.bytes(token) : new byte[0];
            }
        };
        TokenSequence stuck = new TokenGrammar(GrammarText.read("root ::= \"ab\""), letters).around(model, 1);
        stuck.extend(new int[] {A}, 1);
        assertThatThrownBy(() -> stuck.extend(new int[] {A}, 1)).isInstanceOf(InferenceFailure.Broken.class)
                .hasMessageContaining("after 1 tokens of the answer none can be next");
    }

    @Test
    void aChoiceThatOnlyTheEndDecidesCostsNoMoreTheDeeperItNests() {
        TokenSequence deep = new TokenGrammar(GrammarText.read("root ::= \"a\" root \"a\" | \"a\" root \"b\" | \"c\""),
                TOKENS).around(model, 1);
        deep.extend(new int[] {C}, 1);
        for (int i = 0; i < Places.DEEPEST - 1; i++) {
            deep.extend(new int[] {A}, 0);
        }
        assertThat(allowed(deep.extend(new int[] {C}, 1), 0)).contains(A, B);
    }

    private static List<Integer> allowed(Logits rows, int row) {
        return IntStream.range(0, rows.size())
                .filter(token -> rows.at(row, token) > Float.NEGATIVE_INFINITY)
                .boxed()
                .toList();
    }

    /** A sequence whose logit of a token is a thousand times the length, and the token. */
    private static final class Counting implements TokenSequence {

        private final List<Integer> tokens = new ArrayList<>();

        @Override
        public int length() {
            return tokens.size();
        }

        @Override
        public Logits extend(int[] added, int positions) {
            for (int token : added) {
                tokens.add(token);
            }
            float[] values = new float[positions * TOKENS.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = 1_000 * (tokens.size() - positions + 1 + i / TOKENS.size()) + i % TOKENS.size();
            }
            return new Logits(values, positions, TOKENS.size());
        }

        @Override
        public void truncate(int length) {
            tokens.subList(length, tokens.size()).clear();
        }

        @Override
        public TokenSequence fork() {
            Counting fork = new Counting();
            fork.tokens.addAll(tokens);
            return fork;
        }

        @Override
        public void close() {
            tokens.clear();
        }
    }
}
