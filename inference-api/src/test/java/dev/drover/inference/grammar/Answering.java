package dev.drover.inference.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes and checks texts under a grammar, token by token, as a model would. */
public final class Answering {

    private final TokenGrammar grammar;
    private final Tokens tokens;

    /** Answers under a grammar in a vocabulary. */
    public Answering(Grammar grammar, Tokens tokens) {
        this.grammar = new TokenGrammar(grammar, tokens);
        this.tokens = tokens;
    }

    /** Draws tokens among those allowed, the likes of brackets and quotation marks more often; null when cut off. */
    public @Nullable String random(RandomGenerator random, int most) {
        TokenGrammar.Walk walk = grammar.new Walk();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (walk.length() < most) {
            int token = draw(walk.mask(), random, walk.length() > most / 2);
            if (token == 0) {
                return text.toString(StandardCharsets.UTF_8);
            }
            walk.accept(token);
            text.writeBytes(tokens.bytes(token));
        }
        return null;
    }

    private int draw(TokenMask mask, RandomGenerator random, boolean hurry) {
        int chosen = -1;
        double best = -1;
        for (int token = 0; token < tokens.size(); token++) {
            if (mask.contains(token)) {
                byte[] bytes = tokens.bytes(token);
                boolean closes = token == 0 || (bytes.length == 1 && "\"]}".indexOf(bytes[0]) >= 0);
                double score = Math.pow(random.nextDouble(), 1.0 / (closes ? hurry ? 1e4 : 20 : 1));
                if (score > best) {
                    best = score;
                    chosen = token;
                }
            }
        }
        if (chosen < 0) {
            throw new AssertionError("no token may be next");
        }
        return chosen;
    }

    /** Draws tokens and compares each mask on the way with what every single token does; returns how many were compared. */
    int checkMasks(RandomGenerator random, int most) {
        TokenGrammar.Walk walk = grammar.new Walk();
        int compared = 0;
        for (int token = -1; walk.length() < most && token != 0;) {
            TokenMask mask = walk.mask();
            for (int other = 0; other < tokens.size(); other++) {
                if (mask.contains(other) != leadsOn(walk, other)) {
                    throw new AssertionError("token " + new String(tokens.bytes(other), StandardCharsets.UTF_8)
                            + " after " + walk.length() + " tokens: allowed " + mask.contains(other));
                }
                compared++;
            }
            token = draw(mask, random, false);
            walk.accept(token);
        }
        return compared;
    }

    private static boolean leadsOn(TokenGrammar.Walk walk, int token) {
        int length = walk.length();
        try {
            walk.accept(token);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        } finally {
            walk.truncate(length);
        }
    }

    /** Whether a text may be an answer, byte by byte. */
    public boolean accepts(String text) {
        TokenGrammar.Walk walk = grammar.new Walk();
        for (int token : tokens.encode(text)) {
            if (!walk.mask().contains(token)) {
                return false;
            }
            walk.accept(token);
        }
        return walk.mask().contains(0);
    }
}
