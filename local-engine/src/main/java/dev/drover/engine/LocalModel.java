package dev.drover.engine;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.schedule.Statistics;
import dev.drover.engine.tokenizer.GgufVocabulary;
import dev.drover.engine.tokenizer.Tokenizers;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.LayeredModel;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.ToolForm;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model of this process. Its sampling defaults are the file's {@code general.sampling.temp}, {@code .top_p},
 * {@code .top_k} and {@code .min_p}. Safe for use by many threads.
 */
public final class LocalModel implements LayeredModel, AutoCloseable {

    private final String name;
    private final Residents.Slot slot;
    private final KernelLevel kernels;
    private final int contextLength;
    private final int layers;
    private final long weightsPerToken;
    private final GgufVocabulary vocabulary;
    private final Conversation conversation;
    private final Sampling defaults;
    private final Consumer<LocalModel> whenClosed;

    LocalModel(String name, GgufFile file, Residents.Slot slot, KernelLevel kernels, Consumer<LocalModel> whenClosed) {
        this.name = name;
        this.slot = slot;
        this.kernels = kernels;
        this.whenClosed = whenClosed;
        Metadata metadata = file.metadata();
        this.contextLength = slot.use(loaded -> loaded.queue().longest());
        this.layers = slot.use(loaded -> loaded.network().depth());
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
        return slot.use(loaded -> loaded.queue().open(options));
    }

    @Override
    public int layers() {
        return layers;
    }

    @Override
    public TokenSequence openFirst(int count, SequenceOptions options) {
        return slot.use(loaded -> loaded.first(count).open(options));
    }

    /** How many weights a token is multiplied with. */
    public long weightsPerToken() {
        return weightsPerToken;
    }

    /** What it has done so far. */
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

    /** Refuses new sequences, and gives the file back when the last of the open ones is closed. */
    @Override
    public void close() {
        slot.close(() -> whenClosed.accept(this));
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
