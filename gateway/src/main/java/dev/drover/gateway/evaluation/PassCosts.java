package dev.drover.gateway.evaluation;

import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;

/**
 * What passes cost, in times of the large model's pass over one token.
 *
 * @param step a step of the small model
 * @param verify by number of tokens, 1 to 16, a pass of the large model over them; index 0 is not used
 * @param nanos the large model's pass over one token
 */
record PassCosts(double step, double[] verify, double nanos) {

    private static final int LONGEST = 16;
    private static final int CONTEXT = 64;
    private static final int ROUNDS = 100;
    private static final int IN_A_ROW = 5;

    /**
     * Measures, one kind of pass after the other in each round, and each a few times in a row, as a loop has them; medians
     * count, of all but the first of a row, whose weights are not in the caches.
     */
    static PassCosts measured(TokenModel drafter, TokenModel verifier) {
        SequenceOptions options = SequenceOptions.capacity(CONTEXT + LONGEST);
        int counted = IN_A_ROW - 1;
        double[][] nanos = new double[LONGEST + 1][ROUNDS * counted];
        try (TokenSequence small = drafter.open(options); TokenSequence large = verifier.open(options)) {
            int[] text = new int[CONTEXT];
            Arrays.setAll(text, i -> i % verifier.vocabulary().size());
            small.extend(text, 0);
            large.extend(text, 0);
            for (int round = 0; round < ROUNDS; round++) {
                for (int tokens = 0; tokens <= LONGEST; tokens++) {
                    TokenSequence sequence = tokens == 0 ? small : large;
                    nanos(sequence, Math.max(1, tokens));
                    for (int i = 0; i < counted; i++) {
                        nanos[tokens][round * counted + i] = nanos(sequence, Math.max(1, tokens));
                    }
                }
            }
        }
        double[] medians = Arrays.stream(nanos).mapToDouble(times -> {
            Arrays.sort(times);
            return times[times.length / 2];
        }).toArray();
        double[] verify = Arrays.stream(medians).map(median -> median / medians[1]).toArray();
        return new PassCosts(verify[0], verify, medians[1]);
    }

    private static double nanos(TokenSequence sequence, int tokens) {
        int[] added = new int[tokens];
        Arrays.fill(added, 2);
        long begin = System.nanoTime();
        sequence.extend(added, tokens);
        long taken = System.nanoTime() - begin;
        sequence.truncate(CONTEXT);
        return taken;
    }

    /**
     * The speed of a cascade over the large model's alone, for drafts that are rejected independently (Leviathan et al. 2023),
     * the token after a whole block drafted too: tokens of a block over {@code (g + (1-r)^g) c + v(g+1)}.
     *
     * @param gamma block length, up to 15
     * @param rejection rate of rejection
     */
    double predicted(int gamma, double rejection) {
        double stands = Math.pow(1 - rejection, gamma);
        double tokens = rejection < 1e-9 ? gamma + 1.0 : (1 - stands * (1 - rejection)) / rejection;
        return tokens / ((gamma + stands) * step + verify[gamma + 1]);
    }
}
