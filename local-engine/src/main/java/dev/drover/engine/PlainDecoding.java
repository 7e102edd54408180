package dev.drover.engine;

import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.AdjustedLogits;
import dev.drover.inference.token.Constraint;
import dev.drover.inference.token.Draw;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One model, one token at a time. */
public final class PlainDecoding implements DecodingMethod {

    private final TokenModel model;

    /** Creates one over a model. */
    public PlainDecoding(TokenModel model) {
        this.model = model;
    }

    @Override
    public TokenSource start(int[] prompt, int room, Shaping shaping, Constraint constraint, RandomGenerator random) {
        TokenSequence sequence = model.open(SequenceOptions.capacity(prompt.length + room));
        return new Source(constraint.around(sequence, prompt.length), model.vocabulary().size(), prompt, room, shaping,
                random);
    }

    @Override
    public boolean tellsLogits() {
        return true;
    }

    /** The loop, turned inside out: each call extends by what the model has not seen. */
    private static final class Source implements TokenSource {

        private final TokenSequence sequence;
        private final Shaping shaping;
        private final RandomGenerator random;
        private final double[] weights;
        private final @Nullable AdjustedLogits adjusted;
        private final int[] tokens;
        private final int promptLength;
        private int length;

        private @Nullable Logits logits;

        Source(TokenSequence sequence, int size, int[] prompt, int room, Shaping shaping, RandomGenerator random) {
            this.shaping = shaping;
            this.random = random;
            this.adjusted = shaping.adjustment().none() ? null : new AdjustedLogits(shaping.adjustment(), size);
            this.weights = new double[shaping.greedy() ? 0 : size];
            this.sequence = sequence;
            this.tokens = Arrays.copyOf(prompt, prompt.length + room);
            this.promptLength = prompt.length;
            this.length = prompt.length;
        }

        @Override
        public int[] next(int room) {
            Logits row = sequence.extend(Arrays.copyOfRange(tokens, sequence.length(), length), 1);
            logits = adjusted == null ? row : adjusted.after(row, 0, tokens, promptLength, length);
            int token = choose(logits);
            tokens[length++] = token;
            return new int[] {token};
        }

        private int choose(Logits row) {
            if (shaping.greedy()) {
                return row.argmax(0);
            }
            shaping.shape(row, 0, weights);
            return Draw.token(weights, row.size(), random);
        }

        @Override
        public @Nullable Logits logits() {
            return logits;
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of();
        }

        @Override
        public int cachedTokens() {
            return sequence.reused();
        }

        @Override
        public void close() {
            sequence.close();
        }
    }
}
