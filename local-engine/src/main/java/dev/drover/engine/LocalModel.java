package dev.drover.engine;

import dev.drover.engine.adapter.Adapter;
import dev.drover.engine.adapter.AdapterReader;
import dev.drover.engine.adapter.AdapterSet;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.schedule.Statistics;
import dev.drover.engine.tokenizer.GgufVocabulary;
import dev.drover.engine.tokenizer.Tokenizers;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.HookedModel;
import dev.drover.inference.token.HookedSequence;
import dev.drover.inference.token.LayeredModel;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.ToolForm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model of this process. Its sampling defaults are the file's {@code general.sampling.temp}, {@code .top_p},
 * {@code .top_k} and {@code .min_p}. Safe for use by many threads.
 */
public final class LocalModel implements LayeredModel, HookedModel, AutoCloseable {

    private final String name;
    private final String architecture;
    private final Residents.Slot slot;
    private final KernelLevel kernels;
    private final int contextLength;
    private final int layers;
    private final int width;
    private final long weightsPerToken;
    private final GgufVocabulary vocabulary;
    private final Conversation conversation;
    private final Sampling defaults;
    private final Runnable whenClosed;
    private final AdapterSet adapters;
    /** How many models share the weights, this one included. */
    private final AtomicInteger sharers;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalModel(String name, GgufFile file, Residents.Slot slot, KernelLevel kernels, Consumer<LocalModel> whenClosed) {
        this.name = name;
        this.slot = slot;
        this.kernels = kernels;
        this.whenClosed = () -> whenClosed.accept(this);
        this.adapters = AdapterSet.NONE;
        this.sharers = new AtomicInteger(1);
        Metadata metadata = file.metadata();
        this.architecture = metadata.requiredString("general.architecture");
        this.contextLength = slot.use(loaded -> loaded.queue().longest());
        this.layers = slot.use(loaded -> loaded.network().depth());
        this.width = slot.use(loaded -> loaded.network().width());
        this.weightsPerToken = slot.use(loaded -> loaded.network().weightsPerToken());
        int size = slot.use(loaded -> loaded.network().vocabularySize());
        this.vocabulary = Tokenizers.of(metadata.asMap());
        if (vocabulary.size() != size) {
            throw metadata.refusal("tokenizer.ggml.tokens", vocabulary.size() + " tokens",
                    size + ", the rows of token_embd.weight");
        }
        this.conversation = new Conversation(metadata.string("tokenizer.chat_template"), vocabulary);
        this.defaults = defaults(metadata);
    }

    /** The same model under another name and with other adapters. */
    private LocalModel(LocalModel model, String name, AdapterSet adapters) {
        this.name = name;
        this.architecture = model.architecture;
        this.slot = model.slot;
        this.kernels = model.kernels;
        this.contextLength = model.contextLength;
        this.layers = model.layers;
        this.width = model.width;
        this.weightsPerToken = model.weightsPerToken;
        this.vocabulary = model.vocabulary;
        this.conversation = model.conversation;
        this.defaults = model.defaults;
        this.whenClosed = model.whenClosed;
        this.adapters = adapters;
        this.sharers = model.sharers;
        sharers.incrementAndGet();
    }

    private static Sampling defaults(Metadata metadata) {
        Sampling defaults = new Sampling(metadata.number("general.sampling.temp"),
                metadata.number("general.sampling.top_p"), metadata.integer("general.sampling.top_k"),
                metadata.number("general.sampling.min_p"), null);
        try {
            Shaping.of(defaults);
        } catch (IllegalArgumentException invalid) {
            throw metadata.refusal("general.sampling", String.valueOf(invalid.getMessage()),
                    "defaults that a request could ask for");
        }
        return defaults;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public GgufVocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Sampling defaults() {
        return defaults;
    }

    @Override
    public int[] prompt(List<Message> messages) {
        return conversation.prompt(messages, ToolUse.NONE);
    }

    @Override
    public @Nullable ToolForm toolForm() {
        return conversation.toolForm();
    }

    @Override
    public int[] prompt(List<Message> messages, ToolUse tools) {
        return conversation.prompt(messages, tools);
    }

    /** The mark of the beginning, where the model has one, then the text's tokens. */
    @Override
    public int[] prompt(String text) {
        return conversation.withBeginning(vocabulary.encode(text));
    }

    @Override
    public TokenSequence open(SequenceOptions options) {
        return openHooked(options);
    }

    @Override
    public HookedSequence openHooked(SequenceOptions options) {
        requireOpen();
        return slot.use(loaded -> loaded.queue().open(options, adapters));
    }

    /**
     * Reads an adapter for this model.
     *
     * @param path a GGUF file with low-rank matrices, see {@link AdapterReader}
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is none, or none for this model
     * @throws IOException when it cannot be read
     */
    public Adapter adapter(Path path) throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            return slot.use(loaded -> AdapterReader.read(file, architecture, loaded.network().sites(), kernels));
        }
    }

    /**
     * This model under another name: one more that shares the weights, which leave when all of them are closed. Sequences of
     * models that share weights are computed together, whatever their adapters.
     *
     * @param other what answers call it
     * @param changes its adapters, made for this model; {@link AdapterSet#NONE} for none
     * @throws IllegalStateException when this model is closed
     */
    public LocalModel sharing(String other, AdapterSet changes) {
        synchronized (sharers) {
            if (closed.get()) {
                throw new IllegalStateException("model " + name + ": closed (expected: open)");
            }
            return new LocalModel(this, other, changes);
        }
    }

    @Override
    public int layers() {
        return layers;
    }

    @Override
    public TokenSequence openFirst(int count, SequenceOptions options) {
        requireOpen();
        return slot.use(loaded -> loaded.first(count).open(options, adapters));
    }

    @Override
    public int width() {
        return width;
    }

    /** How many weights a token is multiplied with. */
    public long weightsPerToken() {
        return weightsPerToken;
    }

    /** What it and all that share its weights have done so far. */
    public Statistics statistics() {
        return slot.statistics();
    }

    /**
     * Computes with meaningless tokens until the compiler has the kernels at full speed, so that the first request
     * finds them so.
     *
     * @param limit how long it may take
     * @return how long it took
     */
    public Duration warm(Duration limit) {
        LoadedModel loaded = slot.use(model -> model);
        return new WarmUp(loaded.file(), loaded.queue(), kernels).run(limit);
    }

    /**
     * Refuses new sequences, and gives the file back when the last of the open ones is closed. While others share the
     * weights, only this one is closed.
     */
    @Override
    public void close() {
        synchronized (sharers) {
            if (!closed.getAndSet(true) && sharers.decrementAndGet() == 0) {
                slot.close(whenClosed);
            }
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new InferenceFailure.Unavailable("model_closed", "the model is closed; choose another", null);
        }
    }

    /** Whether its weights are in memory now. */
    public boolean isLoaded() {
        return slot.isLoaded();
    }

    @Override
    public String toString() {
        return "local model " + name;
    }
}
