package dev.drover.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Byte pair encoding over bytes, as of GPT-2 (Radford et al. 2019, section 2.2): a text is cut into pieces, and within a
 * piece the pair of bytes or of merged bytes that comes first in the list of merges is merged first.
 *
 * <p>
 * Symbols are tokens, and numbers from the vocabulary's size upward for parts of merges that are no token; of the latter,
 * what is left at the end is written byte by byte.
 */
final class ByteLevelEncoder implements TextEncoder {

    private static final String MERGES = "tokenizer.ggml.merges";

    private final Pretokenizer pretokenizer;
    private final TokenTable table;
    private final Map<String, Integer> symbols;
    private final List<String> extras = new ArrayList<>();
    private final LongTable ranks = new LongTable();
    private final int[] results;
    private final int[] bytes = new int[256];

    ByteLevelEncoder(TokenTable table, List<String> merges, Pretokenizer pretokenizer) {
        this.pretokenizer = pretokenizer;
        this.table = table;
        this.symbols = table.plain();
        this.results = new int[merges.size()];
        int[] fallbacks = table.fallbacks();
        for (int value = 0; value < bytes.length; value++) {
            String character = String.valueOf(ByteAlphabet.character(value));
            if (!symbols.containsKey(character) && fallbacks[value] >= 0) {
                symbols.put(character, fallbacks[value]);
            }
            bytes[value] = symbol(character);
        }
        for (int rank = 0; rank < results.length; rank++) {
            String merge = merges.get(rank);
            int blank = merge.indexOf(' ', 1);
            if (blank < 0 || blank == merge.length() - 1) {
                throw Fields.refusal(MERGES, "'" + merge + "'", "two symbols and a blank between");
            }
            String left = merge.substring(0, blank);
            String right = merge.substring(blank + 1);
            results[rank] = symbol(left + right);
            ranks.putIfAbsent(key(symbol(left), symbol(right)), rank);
        }
    }

    private int symbol(String text) {
        Integer known = symbols.get(text);
        if (known != null) {
            return known;
        }
        int symbol = table.size() + extras.size();
        extras.add(text);
        symbols.put(text, symbol);
        return symbol;
    }

    @Override
    public void encode(String text, TokenList target) {
        for (String piece : pretokenizer.pieces(text)) {
            byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
            Integer whole = pretokenizer.wholeTokens() ? symbols.get(ByteAlphabet.visible(utf8)) : null;
            if (whole != null && whole < table.size()) {
                target.add(whole);
            } else {
                merge(utf8, target);
            }
        }
    }

    private void merge(byte[] utf8, TokenList target) {
        if (utf8.length == 1) {
            write(bytes[utf8[0] & 0xFF], target);
            return;
        }
        int[] parts = new int[utf8.length];
        for (int at = 0; at < parts.length; at++) {
            parts[at] = bytes[utf8[at] & 0xFF];
        }
        Merging merging = new Merging(parts, (left, right, after) -> {
            int rank = ranks.get(key(parts[left], parts[right]));
            return rank < 0 ? Merging.NONE : Merging.pair(rank, results[rank]);
        });
        for (int symbol : merging.run()) {
            write(symbol, target);
        }
    }

    private void write(int symbol, TokenList target) {
        if (symbol < table.size()) {
            target.add(symbol);
            return;
        }
        String text = extras.get(symbol - table.size());
        for (int at = 0; at < text.length(); at++) {
            int value = ByteAlphabet.value(text.charAt(at));
            int token = value < 0 ? table.size() : bytes[value];
            if (token < table.size()) {
                target.add(token);
            } else if (table.unknown() >= 0) {
                target.add(table.unknown());
            }
        }
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }
}
