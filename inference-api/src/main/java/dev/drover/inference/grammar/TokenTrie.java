package dev.drover.inference.grammar;

import dev.drover.inference.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * All tokens of a vocabulary that stand for bytes, as a tree over those bytes, laid out so that a walk goes through arrays:
 * a node's children follow it, and {@code ends} says where what is below it is over. Immutable.
 */
final class TokenTrie {

    private static final byte[] NO_BYTES = {};
    private static final int[] NO_TOKENS = {};

    private final byte[][] bytes;
    private final int[] endings;
    private byte[] labels = new byte[1024];
    private short[] depths = new short[1024];
    private int[] ends = new int[1024];
    private int[][] tokens = new int[1024][];
    private int size;
    private int deepest;

    /** The tree of a vocabulary. Tokens that stand for more than 32,767 bytes are left out. */
    TokenTrie(Vocabulary vocabulary) {
        this.bytes = new byte[vocabulary.size()][];
        List<Integer> texts = new ArrayList<>();
        List<Integer> marks = new ArrayList<>();
        for (int token = 0; token < bytes.length; token++) {
            boolean ends = vocabulary.endsAnswer(token);
            bytes[token] = ends ? NO_BYTES : vocabulary.bytes(token);
            if (ends) {
                marks.add(token);
            } else if (bytes[token].length > 0 && bytes[token].length <= Short.MAX_VALUE) {
                texts.add(token);
            }
        }
        this.endings = marks.stream().mapToInt(token -> token).toArray();
        texts.sort(Comparator.comparing(token -> bytes[token], Arrays::compareUnsigned));
        build(texts);
    }

    private void build(List<Integer> sorted) {
        int[] path = new int[Short.MAX_VALUE + 1];
        int depth = 0;
        byte[] before = NO_BYTES;
        for (int token : sorted) {
            byte[] text = bytes[token];
            int shared = Arrays.mismatch(before, text);
            if (shared < 0) {
                int node = path[depth - 1];
                tokens[node] = Arrays.copyOf(tokens[node], tokens[node].length + 1);
                tokens[node][tokens[node].length - 1] = token;
                continue;
            }
            while (depth > shared) {
                ends[path[--depth]] = size;
            }
            while (depth < text.length) {
                path[depth] = node(text[depth], depth);
                depth++;
            }
            tokens[size - 1] = new int[] {token};
            before = text;
        }
        while (depth > 0) {
            ends[path[--depth]] = size;
        }
    }

    private int node(byte label, int depth) {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, 2 * size);
            depths = Arrays.copyOf(depths, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        labels[size] = label;
        depths[size] = (short) depth;
        deepest = Math.max(deepest, depth);
        tokens[size] = NO_TOKENS;
        return size++;
    }

    /** The number of tokens in the vocabulary. */
    int vocabularySize() {
        return bytes.length;
    }

    /** The number of nodes. */
    int size() {
        return size;
    }

    /** The bytes of a token; none for those that end an answer and those that are no text. */
    byte[] bytes(int token) {
        return bytes[token];
    }

    /** The tokens that end an answer. */
    int[] endings() {
        return endings;
    }

    byte label(int node) {
        return labels[node];
    }

    /** How many bytes stand before the node's own. */
    int depth(int node) {
        return depths[node];
    }

    /** The largest {@link #depth} of all. */
    int deepest() {
        return deepest;
    }

    /** The node after all that is below a node. */
    int end(int node) {
        return ends[node];
    }

    /** The tokens whose bytes end with the node's. */
    int[] tokens(int node) {
        return tokens[node];
    }
}
