package dev.drover.engine;

import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.Draw;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
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
    public TokenSource start(int[] prompt, int room, Shaping shaping, Adjustment adjustment, RandomGenerator random) {
        TokenSequence sequence = model.open(SequenceOptions.capacity(prompt.length + room));
        return new Source(adjustment.around(sequence, prompt.length), model.vocabulary().size(), prompt, shaping,
                random);
    }

    @Override
    public boolean tellsLogits() {
        return true;
    }

    /** The loop, turned inside out: each call extends by the token that the one before drew. */
    private static final class Source implements TokenSource {

        private final TokenSequence sequence;
        private final Shaping shaping;
        private final RandomGenerator random;
        private final double[] weights;
        private int[] pending;
        private @Nullable Logits logits;

        Source(TokenSequence sequence, int size, int[] prompt, Shaping shaping, RandomGenerator random) {
            this.sequence = sequence;
            this.shaping = shaping;
            this.random = random;
            this.weights = new double[shaping.greedy() ? 0 : size];
            this.pending = prompt;
        }

        @Override
        public int[] next(int room) {
            Logits row = sequence.extend(pending, 1);
            logits = row;
            pending = new int[] {choose(row)};
            return pending.clone();
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
