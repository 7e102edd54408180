package dev.drover.engine;

import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.AdjustedLogits;
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
    public TokenSource start(int[] prompt, int room, Shaping shaping, RandomGenerator random) {
        return new Source(model, prompt, room, shaping, random);
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

        Source(TokenModel model, int[] prompt, int room, Shaping shaping, RandomGenerator random) {
            this.shaping = shaping;
            this.random = random;
            this.adjusted = shaping.adjustment().none() ? null
                    : new AdjustedLogits(shaping.adjustment(), model.vocabulary().size());
            this.weights = new double[shaping.greedy() ? 0 : model.vocabulary().size()];
            this.sequence = model.open(SequenceOptions.capacity(prompt.length + room));
            this.tokens = Arrays.copyOf(prompt, prompt.length + room);
            this.promptLength = prompt.length;
            this.length = prompt.length;
        }

        @Override
        public int[] next(int room) {
            Logits logits = sequence.extend(Arrays.copyOfRange(tokens, sequence.length(), length), 1);
            int token = choose(adjusted == null ? logits : adjusted.after(logits, 0, tokens, promptLength, length));
            tokens[length++] = token;
            return new int[] {token};
        }

        private int choose(Logits logits) {
            if (shaping.greedy()) {
                return logits.argmax(0);
            }
            shaping.shape(logits, 0, weights);
            return Draw.token(weights, logits.size(), random);
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
