package dev.drover.gateway.roster;

import dev.drover.engine.LocalEmbeddingModel;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.LocalModelClient;
import dev.drover.engine.cache.CacheMemory;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.model.Encoders;
import dev.drover.engine.schedule.Statistics;
import dev.drover.inference.ModelClient;
import dev.drover.inference.token.EmbeddingModel;
import dev.drover.inference.token.TokenModel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/** Models of the engine in this process. */
public final class EngineModels implements TokenModels {

    private final LocalEngine engine;
    private final SharedWeights weights;

    /** Starts an engine with a thread for each processor. */
    public EngineModels() {
        this(LocalEngine.standard());
    }

    /** Uses an engine, which is closed with this. */
    public EngineModels(LocalEngine engine) {
        this.engine = engine;
        this.weights = new SharedWeights(engine);
    }

    @Override
    public TokenModel load(String name, Path file) {
        return load(name, file, List.of());
    }

    @Override
    public TokenModel load(String name, Path file, List<AdapterFile> adapters) {
        try {
            return weights.open(name, file, adapters);
        } catch (InvalidModelFile | IOException unusable) {
            throw new IllegalArgumentException("file: " + file + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    @Override
    public boolean makesEmbeddings(Path file) {
        try {
            return Encoders.holds(file);
        } catch (InvalidModelFile | IOException unusable) {
            return false; // whoever loads it says what is wrong
        }
    }

    @Override
    public EmbeddingModel loadEmbeddings(String name, Path file) {
        try {
            return engine.openEmbedding(name, file);
        } catch (InvalidModelFile | IOException unusable) {
            throw new IllegalArgumentException("file: " + file + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    @Override
    public void release(EmbeddingModel model) {
        ((LocalEmbeddingModel) model).close();
    }

    @Override
    public ModelClient client(String name, TokenModel model) {
        return new LocalModelClient((LocalModel) model);
    }

    @Override
    public void release(TokenModel model) {
        weights.close((LocalModel) model);
    }

    @Override
    public double parameters(TokenModel model) {
        return ((LocalModel) model).weightsPerToken();
    }

    @Override
    public void warm(Duration limit) {
        List<LocalModel> models = weights.each();
        models.forEach(model -> model.warm(limit.dividedBy(models.size())));
    }

    @Override
    public void measure(MeterRegistry meters) {
        count(meters, "drover.engine.passes", "Forward passes", Statistics::passes);
        count(meters, "drover.engine.rows", "Tokens computed in forward passes", Statistics::rows);
        count(meters, "drover.engine.cancelled", "Calls whose caller went away", Statistics::cancelled);
        memory(meters, "drover.engine.cache.used", "Bytes of keys and values", CacheMemory.Usage::usedBytes);
        memory(meters, "drover.engine.cache.limit", "Bytes that keys and values may take",
                CacheMemory.Usage::limitBytes);
        Gauge.builder("drover.engine.cache.usage", engine, each -> {
            CacheMemory.Usage usage = each.memory();
            return usage.limitBytes() == 0 ? 0 : (double) usage.usedBytes() / usage.limitBytes();
        }).description("Share of the memory for keys and values that is taken, 0 to 1").register(meters);
        Gauge.builder("drover.engine.requests.running", engine,
                each -> Math.max(0, each.sequences() - each.memory().waiting()))
                .description("Sequences that are decoded")
                .register(meters);
        memory(meters, "drover.engine.requests.waiting", "Sequences that wait for memory to go on",
                CacheMemory.Usage::waiting);
        memory(meters, "drover.engine.cache.reused", "Tokens whose state was there already", CacheMemory.Usage::reused);
        memory(meters, "drover.engine.cache.preempted", "Times a sequence lost its state to another",
                CacheMemory.Usage::preempted);
    }

    private void memory(MeterRegistry meters, String name, String description,
            ToLongFunction<CacheMemory.Usage> figure) {
        Gauge.builder(name, engine, each -> figure.applyAsLong(each.memory()))
                .description(description)
                .register(meters);
    }

    private void count(MeterRegistry meters, String name, String description, ToLongFunction<Statistics> figure) {
        FunctionCounter
                .builder(name, weights,
                        all -> all.each().stream().mapToLong(model -> figure.applyAsLong(model.statistics())).sum())
                .description(description)
                .register(meters);
    }

    @Override
    public void close() {
        engine.close();
    }
}
