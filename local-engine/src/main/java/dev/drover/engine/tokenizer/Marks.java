package dev.drover.engine.tokenizer;

/**
 * Texts that are tokens as they stand, found in a text: the leftmost and there the longest. A trie whose edges are a node
 * and a character; looking at one place takes at most as many steps as the longest mark has characters.
 */
final class Marks {

    private final LongTable edges = new LongTable();
    private final LongTable tokens = new LongTable();
    private int nodes = 1;

    /** Adds a mark, unless it is empty or there already. */
    void add(String text, int token) {
        int node = 0;
        for (int at = 0; at < text.length(); at++) {
            node = edges.putIfAbsent(edge(node, text.charAt(at)), nodes);
            nodes = Math.max(nodes, node + 1);
        }
        if (node > 0) {
            tokens.putIfAbsent(node, token);
        }
    }

    /** The token of the longest mark that begins at a place of a text and ends by another; -1 if none does. */
    int longestAt(String text, int from, int end) {
        int longest = -1;
        int node = 0;
        for (int at = from; at < end; at++) {
            node = edges.get(edge(node, text.charAt(at)));
            if (node < 0) {
                return longest;
            }
            int token = tokens.get(node);
            longest = token < 0 ? longest : token;
        }
        return longest;
    }

    private static long edge(int node, char character) {
        return (long) node << 16 | character;
    }
}
