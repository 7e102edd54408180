package dev.drover.engine;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.Encoders;
import dev.drover.engine.network.EncoderNetwork;
import dev.drover.engine.tokenizer.GgufVocabulary;
import dev.drover.engine.tokenizer.Tokenizers;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * An embedding model of this process. Each text is read on its caller's thread; no more callers compute at a time than the
 * engine has threads. Safe for use by many threads.
 */
public final class LocalEmbeddingModel implements EmbeddingModel, AutoCloseable {

    private final String name;
    private final GgufFile file;
    private final EncoderNetwork network;
    private final GgufVocabulary vocabulary;
    private final Semaphore turns;
    private final int threads;
    private final Consumer<LocalEmbeddingModel> whenClosed;
    private volatile boolean closed;

    LocalEmbeddingModel(String name, GgufFile file, KernelLevel kernels, int threads,
            Consumer<LocalEmbeddingModel> whenClosed) {
        this.name = name;
        this.file = file;
        this.threads = threads;
        this.turns = new Semaphore(threads, true);
        this.whenClosed = whenClosed;
        this.network = Encoders.load(file, kernels);
        this.vocabulary = Tokenizers.of(file.metadata().asMap());
        if (vocabulary.size() != network.vocabularySize()) {
            throw file.metadata()
                    .refusal("tokenizer.ggml.tokens", vocabulary.size() + " tokens",
                            network.vocabularySize() + ", the rows of token_embd.weight");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimensions() {
        return network.dimensions();
    }

    @Override
    public int contextLength() {
        return network.contextLength();
    }

    @Override
    public float[][] embed(List<String> texts) {
        List<int[]> all = new ArrayList<>(texts.size());
        for (String text : texts) {
            int[] tokens = tokens(text);
            check("texts[" + all.size() + "]", tokens);
            all.add(tokens);
        }
        float[][] vectors = new float[all.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = embed(all.get(i));
        }
        return vectors;
    }

    private void check(String what, int[] tokens) {
        if (tokens.length > network.contextLength()) {
            throw new IllegalArgumentException(what + ": " + tokens.length + " tokens (expected: at most "
                    + network.contextLength() + "; cut it into parts)");
        }
    }

    @Override
    public float[] embed(int[] tokens) {
        check("text", tokens);
        try {
            turns.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InferenceFailure.Cancelled();
        }
        try {
            if (closed) {
                throw new InferenceFailure.Unavailable("model_closed", "the model is closed; choose another", null);
            }
            return tokens.length == 0 ? new float[network.dimensions()] : network.embed(tokens);
        } finally {
            turns.release();
        }
    }

    @Override
    public int[] tokens(String text) {
        return between(vocabulary.encode(text), vocabulary.addsBos(), vocabulary.addsEos());
    }

    @Override
    public int[] marked(int[] tokens) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= vocabulary.size()) {
                throw new IllegalArgumentException("token " + i + ": " + tokens[i] + " (expected: 0 to "
                        + (vocabulary.size() - 1) + ", the tokens of model " + name + ")");
            }
        }
        boolean begins = tokens.length > 0 && tokens[0] == vocabulary.bos();
        boolean ends = tokens.length > 0 && tokens[tokens.length - 1] == vocabulary.eos();
        return between(tokens, vocabulary.addsBos() && !begins, vocabulary.addsEos() && !ends);
    }

    /** Tokens between the marks that they lack. */
    private int[] between(int[] plain, boolean first, boolean last) {
        int before = first ? 1 : 0;
        int[] tokens = new int[before + plain.length + (last ? 1 : 0)];
        System.arraycopy(plain, 0, tokens, before, plain.length);
        if (first) {
            tokens[0] = vocabulary.bos();
        }
        if (last) {
            tokens[tokens.length - 1] = vocabulary.eos();
        }
        return tokens;
    }

    /** Refuses further texts, and gives the file back when those under way are done. */
    @Override
    public void close() {
        turns.acquireUninterruptibly(threads);
        try {
            if (!closed) {
                closed = true;
                file.close();
                whenClosed.accept(this);
            }
        } finally {
            turns.release(threads);
        }
    }

    @Override
    public String toString() {
        return "local embedding model " + name;
    }
}
