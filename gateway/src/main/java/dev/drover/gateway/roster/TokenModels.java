package dev.drover.gateway.roster;

import dev.drover.inference.ModelClient;
import dev.drover.inference.token.EmbeddingModel;
import dev.drover.inference.token.TokenModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Loads models into this process. Safe for use by many threads. */
public interface TokenModels extends AutoCloseable {

    /**
     * Loads a model; it stays loaded until the whole is closed or {@link #release} is called.
     *
     * @param name the name its answers carry
     * @param file a GGUF file
     * @throws IllegalArgumentException when it is none, with what is wrong
     */
    TokenModel load(String name, Path file);

    /**
     * Loads a model with adapters; it stays loaded until the whole is closed or {@link #release} is called.
     *
     * @param name the name its answers carry
     * @param file a GGUF file
     * @param adapters those of the model, in the order in which they are added
     * @throws IllegalArgumentException when it is none, or an adapter is none for it, with what is wrong
     */
    default TokenModel load(String name, Path file, List<AdapterFile> adapters) {
        if (!adapters.isEmpty()) {
            throw new IllegalArgumentException(
                    "adapters: " + adapters.getFirst().file() + " (expected: none, for models of this kind)");
        }
        return load(name, file);
    }

    /**
     * A file with an adapter.
     *
     * @param file a GGUF file
     * @param scale what its changes are multiplied with; 1 for as it was trained
     */
    record AdapterFile(Path file, double scale) {}

    /** Whether a file holds a model that makes embeddings and no answers. */
    default boolean makesEmbeddings(Path file) {
        return false;
    }

    /**
     * Loads a model of embeddings; it stays loaded until the whole is closed or {@link #release} is called.
     *
     * @param name the name its answers carry
     * @param file a GGUF file
     * @throws IllegalArgumentException when it is none, with what is wrong
     */
    default EmbeddingModel loadEmbeddings(String name, Path file) {
        throw new IllegalArgumentException("file: " + file + " (expected: a model that answers)");
    }

    /** Gives a model of embeddings back; texts under way may finish. */
    default void release(EmbeddingModel model) {
        // none was loaded
    }

    /** A client over a model that this has loaded. */
    ModelClient client(String name, TokenModel model);

    /** Gives a model back that no new request will be given; those that run on it may finish. */
    void release(TokenModel model);

    /** How many weights a token is multiplied with in a model that this has loaded; 0 when nobody knows. */
    default double parameters(TokenModel model) {
        return 0;
    }

    /**
     * Computes until the loaded models answer at full speed.
     *
     * @param limit how long that may take
     */
    default void warm(Duration limit) {
        // nothing to compute
    }

    /** Has what is computed measured. */
    default void measure(MeterRegistry meters) {
        // nothing to measure
    }

    /** Frees everything. */
    @Override
    void close();
}
