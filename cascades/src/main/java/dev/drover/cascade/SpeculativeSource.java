package dev.drover.cascade;

import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private final BlockLength blocks;
    private final Tally tally = new Tally();
    private final List<DraftedPosition> block = new ArrayList<>();
    private final Side largeSide;
    private final int[] tokens;
    private final int promptLength;
    private int length;
    private boolean largeDecides;

    SpeculativeSource(TokenSequence small, TokenSequence large, Vocabulary vocabulary, int[] prompt, int room,
            Verdict verdict, CascadeOptions options, BlockLength blocks) {
        this.small = small;
        this.large = large;
        this.vocabulary = vocabulary;
        this.verdict = verdict;
        this.options = options;
        this.blocks = blocks;
        this.tokens = Arrays.copyOf(prompt, prompt.length + room);
        this.promptLength = prompt.length;
        this.length = prompt.length;
        this.largeSide = new Side(vocabulary.size(), verdict.shaping());
    }

    /** A position of the block; each holds a vocabulary's numbers, so that those that are never reached are not made. */
    private DraftedPosition position(int index) {
        while (block.size() <= index) {
            Side smallSide = new Side(vocabulary.size(), verdict.shaping());
            block.add(new DraftedPosition(smallSide, largeSide, verdict.shaping()));
        }
        return block.get(index);
    }

    @Override
    public int[] next(int room) {
        int start = length;
        int wanted = Math.min(room, tokens.length - start);
        if (wanted < 1) {
            throw new IllegalStateException("room: " + wanted + " (expected: at least 1); the answer is full");
        }
        // The prompt's pass answers for the first token by itself, so nothing is drafted for it.
        boolean first = start == promptLength;
        long began = blocks.now();
        int drafted = draft(first ? 0 : Math.min(blocks.next(), wanted - 1));
        long verifies = blocks.now();
        boolean ends = drafted > 0 && vocabulary.endsAnswer(tokens[start + drafted - 1]);
        int positions = ends ? drafted : drafted + 1;
        int passTokens = start + positions - 1 - large.length();
        Logits rows = extend(large, start + positions - 1, positions);
        tally.largeCall();
        long verified = blocks.now();
        int smallCalls = tally.smallCalls();
        int accepted = accept(start, drafted, rows);
        length = start + accepted;
        if (accepted < drafted) {
            tokens[length++] = verdict.replace(position(accepted));
            tally.rejected();
        } else if (!ends) {
            tokens[length] = add(rows, drafted);
            length++;
        }
        if (!first) {
            blocks.note(new BlockLength.Block(drafted, verifies - began, passTokens, verified - verifies, accepted,
                    tally.smallCalls() > smallCalls));
        }
        rollBack(small);
        rollBack(large);
        return Arrays.copyOfRange(tokens, start, length);
    }

    /** Has up to {@code count} tokens drafted, fewer where one ends the answer or the large model is to decide. */
    private int draft(int count) {
        largeDecides = false;
        for (int i = 0; i < count; i++) {
            if (!propose(length + i, position(i))) {
                largeDecides = true;
                return i;
            }
            int token = drawn(position(i));
            tokens[length + i] = token;
            if (vocabulary.endsAnswer(token)) {
                return i + 1;
            }
        }
        return count;
    }

    /** Asks the drafter about the token after the first {@code end}; false where nothing is to be drafted. */
    private boolean propose(int end, DraftedPosition position) {
        position.smallSide.copy(extend(small, end, 1), 0);
        if (!position.smallSide.possible()) {
            return false;
        }
        tally.smallCall();
        return !verdict.endsDraft(position);
    }

    private int drawn(DraftedPosition position) {
        tally.drafted();
        return verdict.draw(position.smallSide);
    }

    /** How many drafted tokens stand before the first that is rejected. */
    private int accept(int start, int drafted, Logits rows) {
        for (int i = 0; i < drafted; i++) {
            largeSide.view(rows, i);
            if (!verdict.accepts(position(i), tokens[start + i])) {
                return i;
            }
            tally.kept();
        }
        return drafted;
    }

    /** The token after a block that stood as a whole, drawn from {@code pi}. */
    private int add(Logits rows, int drafted) {
        DraftedPosition position = position(drafted);
        largeSide.view(rows, drafted);
        if (largeDecides || verdict.settled(position) || !propose(length, position)) {
            tally.added();
            return verdict.draw(largeSide);
        }
        int token = drawn(position);
        if (verdict.accepts(position, token)) {
            tally.kept();
            return token;
        }
        tally.rejected();
        return verdict.replace(position);
    }

    /** Hands a sequence the tokens up to {@code end} that it has not seen. */
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
