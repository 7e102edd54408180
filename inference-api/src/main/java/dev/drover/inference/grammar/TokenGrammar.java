package dev.drover.inference.grammar;

import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A grammar over a vocabulary: which tokens may be next. A token may be where its bytes lead on, and a token that ends the
 * answer where the text may end.
 *
 * <p>
 * Masks are computed as they are needed and kept, on two levels (after Dong et al., "XGrammar: Flexible and Efficient
 * Structured Generation Engine for Large Language Models", 2024). A <em>state</em> of a rule by itself already decides
 * about nearly all tokens: those whose bytes stay within the rule, or lead to its end and no further, may be whatever
 * called the rule; those whose bytes lead nowhere before the rule has ended may not. Only those that go on beyond the
 * rule's end depend on the caller. So the whole vocabulary is walked once for each state, and for each <em>place</em> only
 * the few tokens that depend on it are tried.
 *
 * <p>
 * Safe for use by many threads; what is kept is shared by all answers under the grammar.
 */
public final class TokenGrammar implements Adjustment {

    /** How many places are kept before the masks are begun anew. */
    private static final int KEPT_PLACES = 1 << 15;

    /** How many places one round may come to, for grammars in which nearly every byte makes a new one. */
    private static final int MOST_PLACES = 1 << 19;

    /** How many bytes of masks are kept. */
    private static final long KEPT_BYTES = 64L << 20;

    private final Grammar grammar;
    private final TokenTrie trie;
    private Round round;

    /** What a state by itself says: which tokens may be, and which depend on the caller. */
    private record Verdict(TokenMask may, int[] open) {}

    /** All that is kept; begun anew when it has become too much. */
    private final class Round {

        private final Places places = new Places(grammar, MOST_PLACES);
        private final Map<Integer, TokenMask> masks = new HashMap<>();
        private final Map<Integer, Verdict> verdicts = new HashMap<>();

        boolean full() {
            long bytes = trie.vocabularySize() / 8L * (masks.size() + verdicts.size());
            return places.size() > KEPT_PLACES || bytes > KEPT_BYTES;
        }
    }

    /**
     * Joins a grammar to a vocabulary.
     *
     * @param grammar what texts there may be
     * @param vocabulary what they are made of
     */
    public TokenGrammar(Grammar grammar, Vocabulary vocabulary) {
        this(grammar, new TokenTrie(vocabulary));
    }

    TokenGrammar(Grammar grammar, TokenTrie trie) {
        this.grammar = grammar;
        this.trie = trie;
        this.round = new Round();
    }

    @Override
    public TokenSequence around(TokenSequence sequence, int promptLength) {
        return new GrammarSequence(sequence, promptLength, new Walk());
    }

    /** Where one answer is. Used by one thread at a time. */
    final class Walk {

        private Round in;
        private int[] tokens = new int[64];
        private int[] places = new int[65];
        private int length;

        Walk() {
            synchronized (TokenGrammar.this) {
                in = round;
                places[0] = in.places.begin();
            }
        }

        private Walk(Walk other) {
            this.in = other.in;
            this.tokens = other.tokens.clone();
            this.places = other.places.clone();
            this.length = other.length;
        }

        Walk fork() {
            return new Walk(this);
        }

        /** How many tokens the answer has. */
        int length() {
            return length;
        }

        void truncate(int to) {
            length = Math.min(length, to);
        }

        /**
         * Goes on by a token.
         *
         * @throws IllegalArgumentException when it may not be
         */
        void accept(int token) {
            if (length == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * length);
                places = Arrays.copyOf(places, 2 * length + 1);
            }
            synchronized (TokenGrammar.this) {
                int next = TokenGrammar.this.next(in, places[length], token);
                if (next == Places.NOWHERE) {
                    throw new IllegalArgumentException("token: " + token + " (expected: one that the grammar allows)");
                }
                tokens[length++] = token;
                places[length] = next;
            }
        }

        /** The tokens that may be next. */
        TokenMask mask() {
            synchronized (TokenGrammar.this) {
                renew();
                return TokenGrammar.this.mask(in, places[length]);
            }
        }

        /** Moves to the masks that are kept now, where others have filled those that it knew. */
        private void renew() {
            if (round.full()) {
                round = new Round();
            }
            if (in != round) {
                in = round;
                places[0] = in.places.begin();
                for (int i = 0; i < length; i++) {
                    places[i + 1] = TokenGrammar.this.next(in, places[i], tokens[i]);
                }
            }
        }
    }

    /** After a token that ends the answer one stays, so that such a token may be followed by no other than such. */
    private int next(Round in, int place, int token) {
        byte[] bytes = trie.bytes(token);
        if (bytes.length > 0) {
            return in.places.next(place, bytes);
        }
        boolean ending = Arrays.stream(trie.endings()).anyMatch(one -> one == token);
        return ending && in.places.ends(place) ? place : Places.NOWHERE;
    }

    private TokenMask mask(Round in, int place) {
        @Nullable
        TokenMask old = in.masks.get(place);
        if (old != null) {
            return old;
        }
        TokenMask mask = new TokenMask(trie.vocabularySize());
        List<Verdict> verdicts = new ArrayList<>();
        for (int state : in.places.states(place)) {
            Verdict verdict = verdict(in, state);
            mask.addAll(verdict.may());
            verdicts.add(verdict);
        }
        for (Verdict verdict : verdicts) {
            for (int token : verdict.open()) {
                if (!mask.contains(token) && in.places.next(place, trie.bytes(token)) != Places.NOWHERE) {
                    mask.add(token);
                }
            }
        }
        if (in.places.ends(place)) {
            for (int token : trie.endings()) {
                mask.add(token);
            }
        }
        in.masks.put(place, mask);
        return mask;
    }

    private Verdict verdict(Round in, int state) {
        Verdict old = in.verdicts.get(state);
        if (old != null) {
            return old;
        }
        Verdict verdict = judge(in.places, in.places.alone(state));
        in.verdicts.put(state, verdict);
        return verdict;
    }

    /** Walks the whole vocabulary from a place. Below a byte that leads nowhere all tokens share one fate. */
    private Verdict judge(Places places, int begin) {
        TokenMask may = new TokenMask(trie.vocabularySize());
        List<Integer> open = new ArrayList<>();
        int[] path = new int[trie.deepest() + 2];
        boolean[] left = new boolean[path.length];
        path[0] = begin;
        int node = 0;
        while (node < trie.size()) {
            int depth = trie.depth(node);
            int next = places.next(path[depth], trie.label(node));
            if (next != Places.NOWHERE) {
                for (int token : trie.tokens(node)) {
                    may.add(token);
                }
                path[depth + 1] = next;
                left[depth + 1] = left[depth] || places.ends(next);
                node++;
                continue;
            }
            int end = trie.end(node);
            for (int below = node; left[depth] && below < end; below++) {
                for (int token : trie.tokens(below)) {
                    open.add(token);
                }
            }
            node = end;
        }
        return new Verdict(may, open.stream().mapToInt(token -> token).toArray());
    }
}
