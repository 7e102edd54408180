package dev.drover.cascade;

import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.util.Arrays;
import java.util.Map;

/**
 * The speculative loop at work on one answer; each call of {@link #next} is a block. All that was emitted stands in
 * {@code tokens}, a draft after it; what a model has not seen yet is what lies beyond its sequence's length, and the
 * last token emitted is always among it.
 */
final class SpeculativeSource implements TokenSource {

    private final TokenSequence small;
    private final TokenSequence large;
    private final Vocabulary vocabulary;
    private final Verdict verdict;
    private final CascadeOptions options;
    private final Tally tally = new Tally();
    private final DraftedPosition[] block;
    private final int[] tokens;
    private final int promptLength;
    private int length;

    SpeculativeSource(TokenSequence small, TokenSequence large, Vocabulary vocabulary, int[] prompt, int room,
            Verdict verdict, CascadeOptions options) {
        this.small = small;
        this.large = large;
        this.vocabulary = vocabulary;
        this.verdict = verdict;
        this.options = options;
        this.tokens = Arrays.copyOf(prompt, prompt.length + room);
        this.promptLength = prompt.length;
        this.length = prompt.length;
        this.block = new DraftedPosition[options.blockLength() + 1];
        Side largeSide = new Side(vocabulary.size(), verdict.shaping());
        for (int i = 0; i < block.length; i++) {
            Side smallSide = new Side(vocabulary.size(), verdict.shaping());
            block[i] = new DraftedPosition(smallSide, largeSide, verdict.shaping());
        }
    }

    @Override
    public int[] next(int room) {
        int start = length;
        int wanted = Math.min(room, tokens.length - start);
        if (wanted < 1) {
            throw new IllegalStateException("room: " + wanted + " (expected: at least 1); the answer is full");
        }
        // The prompt's pass answers for the first token by itself, so nothing is drafted for it.
        int drafted = start == promptLength ? 0 : draft(Math.min(options.blockLength(), wanted - 1));
        boolean ends = drafted > 0 && vocabulary.endsAnswer(tokens[start + drafted - 1]);
        int positions = ends ? drafted : drafted + 1;
        Logits rows = extend(large, start + positions - 1, positions);
        tally.largeCall();
        int accepted = accept(start, drafted, rows);
        length = start + accepted;
        if (accepted < drafted) {
            tokens[length++] = verdict.replace(block[accepted]);
            tally.rejected();
        } else if (!ends) {
            tokens[length] = add(rows, drafted);
            length++;
        }
        rollBack(small);
        rollBack(large);
        return Arrays.copyOfRange(tokens, start, length);
    }

    /** Lets the small model draw up to {@code count} tokens, fewer where one of them ends the answer. */
    private int draft(int count) {
        for (int i = 0; i < count; i++) {
            int token = draftAt(length + i, block[i]);
            tokens[length + i] = token;
            if (vocabulary.endsAnswer(token)) {
                return i + 1;
            }
        }
        return count;
    }

    private int draftAt(int end, DraftedPosition position) {
        Logits rows = extend(small, end, 1);
        tally.smallCall();
        position.smallSide.copy(rows, 0);
        tally.drafted();
        return verdict.draw(position.smallSide);
    }

    /** How many drafted tokens stand before the first that is rejected. */
    private int accept(int start, int drafted, Logits rows) {
        for (int i = 0; i < drafted; i++) {
            block[i].largeSide.view(rows, i);
            if (!verdict.accepts(block[i], tokens[start + i])) {
                return i;
            }
            tally.kept();
        }
        return drafted;
    }

    /** The token after a block that stood as a whole, drawn from {@code pi}. */
    private int add(Logits rows, int drafted) {
        DraftedPosition position = block[drafted];
        position.largeSide.view(rows, drafted);
        if (verdict.settled(position)) {
            tally.added();
            return verdict.draw(position.largeSide);
        }
        int token = draftAt(length, position);
        if (verdict.accepts(position, token)) {
            tally.kept();
            return token;
        }
        tally.rejected();
        return verdict.replace(position);
    }

    /** Hands a model the tokens up to {@code end} that it has not seen. */
    private Logits extend(TokenSequence sequence, int end, int positions) {
        return sequence.extend(Arrays.copyOfRange(tokens, sequence.length(), end), positions);
    }

    /** Takes back what was not emitted, and the last token, whose logits are not at hand. */
    private void rollBack(TokenSequence sequence) {
        if (sequence.length() >= length) {
            sequence.truncate(length - 1);
        }
    }

    @Override
    public Map<String, Object> facts() {
        return tally.facts(options);
    }

    @Override
    public int cachedTokens() {
        return large.reused();
    }

    @Override
    public void close() {
        try {
            small.close();
        } finally {
            large.close();
        }
    }
}
