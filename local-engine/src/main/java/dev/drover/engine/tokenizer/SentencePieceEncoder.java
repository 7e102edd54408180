package dev.drover.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * SentencePiece's byte pair encoding (Kudo and Richardson 2018): blanks become U+2581, and of all neighbours that together
 * are a token those of the highest score are merged first. Characters that are no token are written as bytes, and where
 * there are no tokens for bytes, as the unknown token.
 */
final class SentencePieceEncoder implements TextEncoder {

    static final char BLANK = '\u2581';

    private final Map<String, Integer> plain;
    private final float[] scores;
    private final int[] fallbacks;
    private final int unknown;
    private final int longest;
    private final boolean blankFirst;

    /**
     * Creates one.
     *
     * @param table the tokens
     * @param scores theirs, none of them NaN
     * @param blankFirst whether a blank is put before a text
     */
    SentencePieceEncoder(TokenTable table, float[] scores, boolean blankFirst) {
        this.plain = table.plain();
        this.scores = scores;
        this.fallbacks = table.fallbacks();
        this.unknown = table.unknown();
        this.longest = plain.keySet().stream().mapToInt(String::length).max().orElse(0);
        this.blankFirst = blankFirst;
    }

    @Override
    public void encode(String text, TokenList target) {
        String spaced = (blankFirst ? " " + text : text).replace(' ', BLANK);
        int[] characters = spaced.codePoints().toArray();
        int[] starts = new int[characters.length + 1];
        int[] symbols = new int[characters.length];
        for (int at = 0; at < characters.length; at++) {
            starts[at + 1] = starts[at] + Character.charCount(characters[at]);
            Integer token = plain.get(spaced.substring(starts[at], starts[at + 1]));
            symbols[at] = token == null ? -1 - characters[at] : token;
        }
        Merging merging = new Merging(symbols, (left, right, after) -> find(spaced, starts[left], starts[after]));
        for (int symbol : merging.run()) {
            if (symbol >= 0) {
                target.add(symbol);
            } else {
                fallBack(-1 - symbol, target);
            }
        }
    }

    private long find(String text, int from, int end) {
        if (end - from > longest) {
            return Merging.NONE;
        }
        Integer token = plain.get(text.substring(from, end));
        return token == null ? Merging.NONE : Merging.pair(priority(scores[token]), token);
    }

    /** The order of scores turned round, as whole numbers; both zeros are the same. */
    private static int priority(float score) {
        int bits = Float.floatToIntBits(score + 0.0f);
        return ~(bits ^ (bits >> 31 & 0x7FFF_FFFF));
    }

    private void fallBack(int character, TokenList target) {
        byte[] utf8 = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        boolean written = IntStream.range(0, utf8.length).allMatch(at -> fallbacks[utf8[at] & 0xFF] >= 0);
        if (!written && unknown >= 0) {
            target.add(unknown);
        }
        for (int at = 0; at < utf8.length && written; at++) {
            target.add(fallbacks[utf8[at] & 0xFF]);
        }
    }
}
