package dev.drover.cascade.drafter;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;

/**
 * Drafts by looking up: what followed the last time the latest tokens stood in prompt or answer follows again (Saxena,
 * "Prompt Lookup Decoding", 2023). Costs no model, and wins where answers quote: summaries, edits, code, retrieval.
 *
 * <p>
 * Of the earlier places where the longest run of latest tokens recurs, of {@code ngram} down to {@code least} tokens, the
 * last one counts, and its next token is proposed with certainty: {@code q} is one-hot. Where there is no such place
 * there is no draft, and the large model's word holds ({@code pi = p}). Both follow from the text so far alone, so that
 * the law of what is emitted does not depend on the block length. A lookup reads the text back to front, which costs
 * little beside a pass of any model.
 *
 * @param ngram the longest run that is looked for, 1 to 16
 * @param least the shortest run that counts, 1 to {@code ngram}
 */
public record LookupDrafter(int ngram, int least) implements Drafter {

    /** What policies call it. */
    public static final String NAME = "lookup";

    private static final int LONGEST = 16;
    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("ngram", 3, 1, LONGEST, "How many of the latest tokens are looked for at most."),
            Option.integer("least", 1, 1, LONGEST, "How many of them must recur, at most as many as ngram."));

    /** Checks the ranges. */
    public LookupDrafter {
        if (ngram < 1 || ngram > LONGEST) {
            throw new IllegalArgumentException(
                    "ngram: " + ngram + " (expected: a whole number from 1 to " + LONGEST + ")");
        }
        if (least < 1 || least > ngram) {
            throw new IllegalArgumentException(
                    "least: " + least + " (expected: a whole number from 1 to ngram, " + ngram + ")");
        }
    }

    /** What a document may say of it. */
    public static OptionSchema options() {
        return OPTIONS;
    }

    /**
     * One of a document's options.
     *
     * @throws IllegalArgumentException when they contradict each other
     */
    public static LookupDrafter of(Options options) {
        return new LookupDrafter(options.integer("ngram"), options.integer("least"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int contextLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean hasConfidence() {
        return false;
    }

    @Override
    public void check(TokenModel verifier) {
        // the text's own tokens fit every model
    }

    @Override
    public TokenSequence open(SequenceOptions options, int promptLength, TokenModel verifier) {
        return new Text(verifier.vocabulary().size(), new int[options.capacity()], 0);
    }

    /** The token that followed the last time; -1 when there was no such time. */
    int following(int[] tokens, int length) {
        int best = -1;
        int longest = least - 1;
        for (int end = length - 1; end > longest && longest < ngram; end--) {
            int run = run(tokens, end, length);
            if (run > longest) {
                longest = run;
                best = tokens[end];
            }
        }
        return best;
    }

    /** How many tokens before {@code end} equal those before {@code length}, at most {@code ngram}. */
    private int run(int[] tokens, int end, int length) {
        int run = 0;
        while (run < ngram && run < end && tokens[end - 1 - run] == tokens[length - 1 - run]) {
            run++;
        }
        return run;
    }

    /** Proposals as logits: 0 for the token that is proposed, minus infinity for all others. */
    private final class Text implements TokenSequence {

        private final int size;
        private final int[] tokens;
        private int length;
        private float[] values = new float[0];

        Text(int size, int[] tokens, int length) {
            this.size = size;
            this.tokens = tokens;
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public Logits extend(int[] added, int positions) {
            System.arraycopy(added, 0, tokens, length, added.length);
            length += added.length;
            if (values.length < positions * size) {
                values = new float[positions * size];
            }
            Arrays.fill(values, 0, positions * size, Float.NEGATIVE_INFINITY);
            for (int row = 0; row < positions; row++) {
                int token = following(tokens, length - positions + row + 1);
                if (token >= 0) {
                    values[row * size + token] = 0;
                }
            }
            return new Logits(values, positions, size);
        }

        @Override
        public void truncate(int to) {
            length = to;
        }

        @Override
        public TokenSequence fork() {
            return new Text(size, tokens.clone(), length);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
