package dev.drover.herd.vocabulary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Text to tokens and back. Ids 0 to 7 are special tokens, 8 to 263 the bytes 0 to 255, the rest merges in the order of
 * their rank. In a text the pair of lowest rank is merged first, within pieces cut by GPT-2's expression; digits are in no
 * merge. Marks of special tokens in a text are text like any other. Immutable apart from a cache; safe for use by many
 * threads.
 */
public final class HerdTokenizer {

    /** The special tokens, in the order of their ids from 0. */
    public static final List<String> SPECIALS = List.of("<|bos|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>",
            "<|pad|>", "<|reserved1|>", "<|reserved2|>");

    /** The id of {@code <|bos|>}, with which every document starts. */
    public static final int BOS = 0;

    /** The id of {@code <|end|>}, which ends an answer. */
    public static final int END = 1;

    /** The id of {@code <|pad|>}, which no document holds. */
    public static final int PAD = 5;

    static final int FIRST_BYTE = 8;
    static final int FIRST_MERGE = FIRST_BYTE + 256;
    private static final String RESOURCE = "/dev/drover/herd/tokenizer.txt";
    private static final String HEADING = "herd tokenizer 1";
    private static final int CACHED = 40_000;

    private final List<String> merges;
    private final List<String> tokens;
    private final Map<Long, Integer> ranks = new HashMap<>();
    private final Map<String, int[]> cache = new ConcurrentHashMap<>();

    /** A tokenizer of the given merges, each two visible texts with a blank between, in the order of their rank. */
    HerdTokenizer(List<String> merges) {
        this.merges = List.copyOf(merges);
        List<String> texts = new ArrayList<>(SPECIALS);
        Map<String, Integer> ids = new HashMap<>();
        for (int value = 0; value < 256; value++) {
            ids.put(String.valueOf(ByteAlphabet.character(value)), texts.size());
            texts.add(String.valueOf(ByteAlphabet.character(value)));
        }
        for (String merge : this.merges) {
            int blank = merge.indexOf(' ');
            Integer left = ids.get(merge.substring(0, Math.max(blank, 0)));
            Integer right = ids.get(merge.substring(blank + 1));
            if (left == null || right == null) {
                throw new IllegalArgumentException("merge: " + merge + " (expected: two earlier entries and a blank)");
            }
            ranks.put(pair(left, right), ranks.size());
            ids.put(merge.substring(0, blank) + merge.substring(blank + 1), texts.size());
            texts.add(merge.substring(0, blank) + merge.substring(blank + 1));
        }
        this.tokens = List.copyOf(texts);
    }

    private static final class Bundled {
        private static final HerdTokenizer TOKENIZER = load();

        private static HerdTokenizer load() {
            try (InputStream stream = HerdTokenizer.class.getResourceAsStream(RESOURCE)) {
                if (stream == null) {
                    throw new IllegalStateException("resource: " + RESOURCE + " (expected: the frozen tokenizer)");
                }
                return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The frozen tokenizer of all bundled models. */
    public static HerdTokenizer bundled() {
        return Bundled.TOKENIZER;
    }

    /** Reads what {@link #serialized} wrote. */
    static HerdTokenizer parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADING)) {
            throw new IllegalArgumentException("tokenizer: unknown first line (expected: " + HEADING + ")");
        }
        return new HerdTokenizer(lines.subList(1, lines.size()));
    }

    /** The tokenizer as a text file: a heading and a line a merge. */
    public String serialized() {
        return HEADING + "\n" + String.join("\n", merges) + "\n";
    }

    /** How many tokens there are. */
    public int size() {
        return tokens.size();
    }

    /** The tokens in the order of their ids, as GGUF's {@code tokenizer.ggml.tokens} wants them for {@code gpt2}. */
    public List<String> tokens() {
        return tokens;
    }

    /** The merges in the order of their rank, as GGUF's {@code tokenizer.ggml.merges} wants them. */
    public List<String> merges() {
        return merges;
    }

    /** The types of the tokens as GGUF counts them: 3, control, for special tokens, 1, normal, for all others. */
    public int[] types() {
        int[] types = new int[size()];
        Arrays.fill(types, 1);
        Arrays.fill(types, 0, FIRST_BYTE, 3);
        return types;
    }

    /** The id of a special token such as {@code <|user|>}. */
    public static int special(String mark) {
        int id = SPECIALS.indexOf(mark);
        if (id < 0) {
            throw new IllegalArgumentException("special token: " + mark + " (expected: one of " + SPECIALS + ")");
        }
        return id;
    }

    /** The tokens of a text. Marks of special tokens in it are text like any other. */
    public int[] encode(String text) {
        return Pieces.of(text).stream().flatMapToInt(piece -> Arrays.stream(piece(piece))).toArray();
    }

    private int[] piece(String piece) {
        int[] known = cache.get(piece);
        if (known != null) {
            return known;
        }
        int[] encoded = merge(piece.getBytes(StandardCharsets.UTF_8));
        if (cache.size() < CACHED) {
            cache.put(piece, encoded);
        }
        return encoded;
    }

    private int[] merge(byte[] bytes) {
        int[] ids = new int[bytes.length];
        for (int at = 0; at < bytes.length; at++) {
            ids[at] = FIRST_BYTE + (bytes[at] & 0xFF);
        }
        int length = ids.length;
        while (true) {
            int best = Integer.MAX_VALUE;
            for (int at = 1; at < length; at++) {
                best = Math.min(best, ranks.getOrDefault(pair(ids[at - 1], ids[at]), Integer.MAX_VALUE));
            }
            if (best == Integer.MAX_VALUE) {
                return Arrays.copyOf(ids, length);
            }
            length = merge(ids, length, best);
        }
    }

    /** Merges every pair of a rank, from the left, in place; returns the new length. */
    private int merge(int[] ids, int length, int rank) {
        int to = 0;
        for (int at = 0; at < length; at++) {
            boolean here = at + 1 < length && ranks.getOrDefault(pair(ids[at], ids[at + 1]), -1) == rank;
            ids[to++] = here ? FIRST_MERGE + rank : ids[at];
            at += here ? 1 : 0;
        }
        return to;
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    /** The bytes of a token; those of a special token are its mark. */
    public byte[] bytes(int id) {
        return id < FIRST_BYTE ? SPECIALS.get(id).getBytes(StandardCharsets.UTF_8) : ByteAlphabet.bytes(tokens.get(id));
    }

    /** The text of tokens; byte sequences that are no UTF-8 become replacement characters. */
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(bytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
