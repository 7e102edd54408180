package dev.drover.herd.vocabulary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns merges: the pair of neighbours that is most frequent becomes one entry, again and again. Pieces with a digit
 * take no part, so that every digit stays a token of its own. Of pairs equally frequent the first in the order of their
 * texts is taken, so that a corpus has one result.
 */
public final class TokenizerTrainer {

    private final Map<String, Integer> counts = new TreeMap<>();

    /** One distinct piece with its count and its present parts. */
    private static final class Word {
        final int count;
        List<String> parts;

        Word(String piece, int count) {
            this.count = count;
            this.parts = new ArrayList<>();
            for (int at = 0; at < piece.length(); at++) {
                parts.add(piece.substring(at, at + 1));
            }
        }
    }

    private record Pair(String left, String right) {}

    /** Counts the pieces of a text. */
    public void read(String text) {
        for (String piece : Pieces.of(text)) {
            if (piece.chars().noneMatch(Character::isDigit)) {
                counts.merge(ByteAlphabet.visible(piece), 1, Integer::sum);
            }
        }
    }

    /**
     * Learns a tokenizer from what was read.
     *
     * @param size how many entries it shall have, special tokens and bytes included
     * @throws IllegalStateException if the texts hold too few distinct pairs
     */
    public HerdTokenizer train(int size) {
        List<Word> words = new ArrayList<>();
        counts.forEach((piece, count) -> words.add(new Word(piece, count)));
        List<String> merges = new ArrayList<>();
        while (HerdTokenizer.FIRST_MERGE + merges.size() < size) {
            Pair best = mostFrequent(words);
            merges.add(best.left + " " + best.right);
            words.forEach(word -> word.parts = merged(word.parts, best));
        }
        return new HerdTokenizer(merges);
    }

    private static Pair mostFrequent(List<Word> words) {
        Map<Pair, Integer> frequency = new HashMap<>();
        for (Word word : words) {
            for (int at = 1; at < word.parts.size(); at++) {
                frequency.merge(new Pair(word.parts.get(at - 1), word.parts.get(at)), word.count, Integer::sum);
            }
        }
        return frequency.entrySet().stream().min((one, two) -> {
            int byCount = Integer.compare(two.getValue(), one.getValue());
            return byCount != 0 ? byCount : text(one.getKey()).compareTo(text(two.getKey()));
        }).orElseThrow(() -> new IllegalStateException("corpus: no pair left (expected: more varied texts)")).getKey();
    }

    private static String text(Pair pair) {
        return pair.left + " " + pair.right;
    }

    private static List<String> merged(List<String> parts, Pair pair) {
        List<String> merged = new ArrayList<>(parts.size());
        for (int at = 0; at < parts.size(); at++) {
            boolean here = at + 1 < parts.size() && parts.get(at).equals(pair.left)
                    && parts.get(at + 1).equals(pair.right);
            merged.add(here ? pair.left + pair.right : parts.get(at));
            at += here ? 1 : 0;
        }
        return merged;
    }
}
