package dev.drover.cascade;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model whose logits are looked up by the last two tokens. Tokens are the letters from {@code a} on. Holds its callers
 * to the contract of sequences, overwrites logits once they are stale, and counts.
 */
final class TableModel implements TokenModel {

    static final int NO_END = -1;

    final List<int[]> calls = new ArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    int context = 4096;
    Runnable beforeExtend = () -> {
    };
    Runnable beforeOpen = () -> {
    };
    private final String name;
    private final int size;
    private final Vocabulary vocabulary;
    private final float[][] table;

    private TableModel(String name, Vocabulary vocabulary, float[][] table) {
        this.name = name;
        this.size = vocabulary.size();
        this.vocabulary = vocabulary;
        this.table = table;
    }

    private TableModel(String name, int size, int end, float[][] table) {
        this(name, new Letters(size, end), table);
    }

    /** A table of random logits over tokens of several letters; the one without letters ends the answer. */
    static TableModel spelled(String name, double spread, long seed, String... tokens) {
        TableModel random = random(name, tokens.length, NO_END, spread, seed);
        return new TableModel(name, new Spelled(List.of(tokens)), random.table);
    }

    /** A table of random logits. */
    static TableModel random(String name, int size, int end, double spread, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] table = new float[size * size][size];
        for (float[] row : table) {
            for (int token = 0; token < size; token++) {
                row[token] = (float) (spread * random.nextGaussian());
            }
        }
        return new TableModel(name, size, end, table);
    }

    /** The same row whatever came before. */
    static TableModel constant(String name, int end, float... logits) {
        float[][] rows = new float[logits.length][];
        Arrays.fill(rows, logits);
        return following(name, end, rows);
    }

    /** A row for each last token. */
    static TableModel following(String name, int end, float[][] rows) {
        int size = rows.length;
        float[][] table = new float[size * size][];
        for (int row = 0; row < table.length; row++) {
            table[row] = rows[row % size];
        }
        return new TableModel(name, size, end, table);
    }

    /** A model that says nearly the same. */
    TableModel near(String other, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] changed = new float[table.length][size];
        for (int row = 0; row < table.length; row++) {
            for (int token = 0; token < size; token++) {
                changed[row][token] = table[row][token] + (float) (noise * random.nextGaussian());
            }
        }
        return new TableModel(other, vocabulary, changed);
    }

    /** The logits after some tokens. */
    float[] logits(int[] tokens, int length) {
        int last = tokens[length - 1];
        int before = length > 1 ? tokens[length - 2] : 0;
        return table[before * size + last];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int contextLength() {
        return context;
    }

    @Override
    public Sampling defaults() {
        return Sampling.GREEDY;
    }

    @Override
    public int[] prompt(List<Message> messages) {
        return vocabulary().encode(messages.getLast().content());
    }

    @Override
    public TokenSequence open(SequenceOptions options) {
        beforeOpen.run();
        opened.incrementAndGet();
        return new Sequence(options);
    }

    private record Letters(int size, int end) implements Vocabulary {

        @Override
        public int[] encode(String text) {
            return text.chars().map(letter -> letter - 'a').toArray();
        }

        @Override
        public byte[] bytes(int token) {
            return String.valueOf((char) ('a' + token)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean endsAnswer(int token) {
            return token == end;
        }

        @Override
        public String identity() {
            return "letters-" + size;
        }
    }

    /** Texts are cut from the left, the longest token first. */
    private record Spelled(List<String> tokens) implements Vocabulary {

        @Override
        public int size() {
            return tokens.size();
        }

        @Override
        public int[] encode(String text) {
            List<Integer> cut = new ArrayList<>();
            int at = 0;
            while (at < text.length()) {
                String rest = text.substring(at);
                String token = tokens.stream()
                        .filter(one -> !one.isEmpty() && rest.startsWith(one))
                        .max(Comparator.comparingInt(String::length))
                        .orElseThrow();
                cut.add(tokens.indexOf(token));
                at += token.length();
            }
            return cut.stream().mapToInt(token -> token).toArray();
        }

        @Override
        public byte[] bytes(int token) {
            return tokens.get(token).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean endsAnswer(int token) {
            return tokens.get(token).isEmpty();
        }

        @Override
        public String identity() {
            return tokens.toString();
        }
    }

    private final class Sequence implements TokenSequence {

        private final SequenceOptions options;
        private final int[] tokens;
        private int length;
        private boolean open = true;
        private float[] handedOut = {};

        Sequence(SequenceOptions options) {
            this.options = options;
            this.tokens = new int[options.capacity()];
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public Logits extend(int[] added, int positions) {
            check(open, "closed");
            check(added.length > 0 && positions <= added.length, "positions");
            check(length + added.length <= options.capacity(), "capacity");
            beforeExtend.run();
            if (Thread.currentThread().isInterrupted()) {
                throw new InferenceFailure.Cancelled();
            }
            calls.add(added.clone());
            System.arraycopy(added, 0, tokens, length, added.length);
            length += added.length;
            Arrays.fill(handedOut, Float.NaN);
            handedOut = new float[positions * size];
            for (int row = 0; row < positions; row++) {
                float[] logits = logits(tokens, length - positions + row + 1);
                System.arraycopy(logits, 0, handedOut, row * size, size);
            }
            return new Logits(handedOut, positions, size);
        }

        @Override
        public void truncate(int to) {
            check(open && to >= 0 && to <= length, "length " + to);
            check(length - to <= options.rewind(), "rewind to " + to);
            length = to;
        }

        @Override
        public TokenSequence fork() {
            throw new UnsupportedOperationException("no test forks");
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                closed.incrementAndGet();
            }
        }

        private void check(boolean holds, String what) {
            if (!holds) {
                throw new IllegalStateException(name + ": " + what);
            }
        }
    }
}
