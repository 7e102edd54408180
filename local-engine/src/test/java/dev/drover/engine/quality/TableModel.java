package dev.drover.engine.quality;

import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** A double whose next token depends on the last one alone, by a table of probabilities. */
final class TableModel implements TokenModel {

    private final double[][] probabilities;
    private final int contextLength;
    /** How long each sequence became. */
    final List<Integer> lengths = new ArrayList<>();

    TableModel(int contextLength, double[]... probabilities) {
        this.probabilities = probabilities;
        this.contextLength = contextLength;
    }

    @Override
    public String name() {
        return "table";
    }

    @Override
    public Vocabulary vocabulary() {
        return new Numbers(probabilities.length);
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Sampling defaults() {
        return Sampling.UNSET;
    }

    @Override
    public int[] prompt(List<Message> messages) {
        return new int[] {0};
    }

    @Override
    public TokenSequence open(SequenceOptions options) {
        return new Sequence();
    }

    private final class Sequence implements TokenSequence {

        private int length;

        @Override
        public int length() {
            return length;
        }

        @Override
        public Logits extend(int[] tokens, int positions) {
            int size = probabilities.length;
            float[] values = new float[positions * size];
            for (int row = 0; row < positions; row++) {
                int last = tokens[tokens.length - positions + row];
                for (int token = 0; token < size; token++) {
                    values[row * size + token] = (float) Math.log(probabilities[last][token]) + 5;
                }
            }
            length += tokens.length;
            return new Logits(values, positions, size);
        }

        @Override
        public void truncate(int to) {
            length = to;
        }

        @Override
        public TokenSequence fork() {
            throw new UnsupportedOperationException("a table needs no forks");
        }

        @Override
        public void close() {
            lengths.add(length);
        }
    }

    /** Tokens without texts. */
    private record Numbers(int size) implements Vocabulary {

        @Override
        public int[] encode(String text) {
            return text.chars().map(digit -> digit - '0').toArray();
        }

        @Override
        public byte[] bytes(int token) {
            return new byte[] {(byte) ('0' + token)};
        }

        @Override
        public boolean endsAnswer(int token) {
            return false;
        }

        @Override
        public String identity() {
            return "numbers to " + size;
        }
    }
}
