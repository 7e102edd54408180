package dev.drover.cascade.remote;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Speculative decoding at temperature 0 whose large model runs elsewhere: a small model here drafts, and one request has the
 * draft scored. Of the third token rule (Narasimhan et al. 2025, eq. 15) nothing more is needed at temperature 0 than each
 * token's probability and the largest: a token stands where {@code p~(v) >= (1-a) max p~}, and the likeliest takes the first
 * other one's place. Above temperature 0 the residual needs whole distributions, which servers do not tell; such requests are
 * refused. A leniency below 0 is strict: the answer is then the large model's own greedy one.
 */
public final class RemoteVerification implements DecodingMethod {

    private final TokenModel drafter;
    private final TokenScorer verifier;
    private final double leniency;
    private final int blockLength;

    /**
     * Creates one.
     *
     * @param drafter the small model, with the large one's tokens
     * @param verifier the large model
     * @param leniency below 1; below 0 for strict
     * @param blockLength how many tokens are drafted before they are scored, at least 1
     */
    public RemoteVerification(TokenModel drafter, TokenScorer verifier, double leniency, int blockLength) {
        this.drafter = drafter;
        this.verifier = verifier;
        this.leniency = leniency;
        this.blockLength = blockLength;
    }

    @Override
    public TokenSource start(int[] prompt, int room, Shaping shaping, Adjustment adjustment, RandomGenerator random) {
        if (!shaping.greedy()) {
            throw new InferenceFailure.Rejected(400, "invalid_value", "temperature",
                    "temperature: " + shaping.temperature()
                            + " (expected: 0, as the large model runs elsewhere and tells no whole "
                            + "distributions)");
        }
        return new Source(drafter.open(SequenceOptions.capacity(prompt.length + room)), prompt, room);
    }

    private final class Source implements TokenSource {

        private final TokenSequence small;
        private final int[] tokens;
        private int length;
        private int drafted;
        private int kept;
        private int rejected;
        private int requests;

        Source(TokenSequence small, int[] prompt, int room) {
            this.small = small;
            this.tokens = Arrays.copyOf(prompt, prompt.length + room);
            this.length = prompt.length;
        }

        @Override
        public int[] next(int room) {
            int start = length;
            int limit = Math.min(start + room, tokens.length);
            int end = draft(Math.min(blockLength, limit - start));
            List<TokenScorer.Score> scores = verifier.score(Arrays.copyOf(tokens, end), start);
            requests++;
            while (length < end && stands(scores.get(length - start), tokens[length])) {
                length++;
                kept++;
            }
            boolean refused = length < end;
            rejected += refused ? 1 : 0;
            boolean ended = length > start && drafter.vocabulary().endsAnswer(tokens[length - 1]);
            if (!ended && length < limit && (refused || leniency < 0)) {
                tokens[length] = scores.get(length - start).best();
                length++;
            }
            if (small.length() >= length) {
                small.truncate(length - 1);
            }
            return Arrays.copyOfRange(tokens, start, length);
        }

        /** Drafts up to so many tokens behind what was emitted; returns where they end. */
        private int draft(int count) {
            int end = length;
            while (end < length + count) {
                tokens[end] = small.extend(Arrays.copyOfRange(tokens, small.length(), end), 1).argmax(0);
                end++;
                drafted++;
                if (drafter.vocabulary().endsAnswer(tokens[end - 1])) {
                    break;
                }
            }
            return end;
        }

        private boolean stands(TokenScorer.Score score, int token) {
            return token == score.best()
                    || (leniency >= 0 && score.logprob() >= score.bestLogprob() + Math.log1p(-leniency));
        }

        @Override
        public Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("rule", leniency < 0 ? "lossless" : "token-v3");
            facts.put("leniency", leniency);
            facts.put("blockLength", blockLength);
            facts.put("drafted", drafted);
            facts.put("kept", kept);
            facts.put("rejected", rejected);
            facts.put("largeCalls", requests);
            return facts;
        }

        @Override
        public void close() {
            small.close();
        }
    }
}
