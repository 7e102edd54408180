package dev.drover.engine;

import dev.drover.engine.cache.CacheMemory;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.schedule.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens model files and owns the threads that all of them compute on. Safe for use by many threads; one a process is
 * enough.
 */
public final class LocalEngine implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LocalEngine.class.getName());
    private static final long LONG_MILLIS = 1_000;

    private final KernelLevel kernels;
    private final Crew crew;
    private final Scheduler scheduler;
    private final Residents residents;
    private final int threads;
    private final List<LocalModel> models = new ArrayList<>();
    private final List<LocalEmbeddingModel> embeddingModels = new ArrayList<>();

    /** Starts one. */
    public LocalEngine(EngineOptions options) {
        this(options, KernelLevels.chosen());
    }

    /** Starts one with kernels of choice. */
    LocalEngine(EngineOptions options, KernelLevel kernels) {
        this.kernels = kernels;
        this.threads = options.threads();
        this.crew = new Crew(threads);
        this.scheduler = new Scheduler(crew, options.limits());
        this.residents = new Residents(scheduler, kernels, options.residence());
    }

    /** Starts one with {@link EngineOptions#standard}. */
    public static LocalEngine standard() {
        return new LocalEngine(EngineOptions.standard());
    }

    /**
     * Opens a model file, which is mapped into memory, not read.
     *
     * @param name what answers call the model
     * @param path a GGUF file
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged or of a kind that is not supported
     * @throws IOException when it cannot be read
     */
    public LocalModel open(String name, Path path) throws IOException {
        return open(name, path, bytes -> {
        });
    }

    /**
     * Opens a model file as {@link #open(String, Path)} does, and tells how far it is: bringing the weights of a large model
     * into the order that the kernels read takes all processors a second or more.
     *
     * @param progress told how many bytes of the file's tensors are being or have been brought into order; the last
     *        figure is the size of them all
     */
    public LocalModel open(String name, Path path, LongConsumer progress) throws IOException {
        GgufFile file = GgufFile.open(path);
        file.watch(progress.andThen(new LoadingLog(name, file.tensorBytes())));
        return open(name, Residents.Source.of(path), file);
    }

    /**
     * Opens a model that is in memory; the content is copied.
     *
     * @param name what answers call the model
     * @param content a GGUF file's bytes
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged or of a kind that is not supported
     */
    public LocalModel open(String name, byte[] content) {
        return open(name, null, GgufFile.of(name, content));
    }

    /**
     * Opens a model whose file is open already, and will be closed with the model.
     *
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is of a kind that is not supported; the file is closed then
     */
    public LocalModel open(String name, GgufFile file) {
        return open(name, null, file);
    }

    private LocalModel open(String name, Residents.@Nullable Source source, GgufFile file) {
        boolean opened = false;
        long begin = System.nanoTime();
        try {
            LocalModel model = new LocalModel(name, file, residents.add(name, source, file), kernels, this::forget);
            synchronized (models) {
                models.add(model);
            }
            opened = true;
            ready(name, file, begin);
            return model;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /**
     * Opens a model file that holds an encoder, which is mapped into memory, not read.
     *
     * @param name what answers call the model
     * @param path a GGUF file, of architecture {@code bert} or {@code nomic-bert}
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged or of a kind that is not supported
     * @throws IOException when it cannot be read
     */
    public LocalEmbeddingModel openEmbedding(String name, Path path) throws IOException {
        GgufFile file = GgufFile.open(path);
        boolean opened = false;
        long begin = System.nanoTime();
        try {
            LocalEmbeddingModel model = new LocalEmbeddingModel(name, file, kernels, threads, this::forget);
            synchronized (models) {
                embeddingModels.add(model);
            }
            opened = true;
            ready(name, file, begin);
            return model;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static void ready(String name, GgufFile file, long begin) {
        long millis = (System.nanoTime() - begin) / 1_000_000;
        LOG.log(millis < LONG_MILLIS ? Level.DEBUG : Level.INFO, "model {0}: {1} MB of weights ready after {2} ms",
                name, file.tensorBytes() / 1_000_000, millis);
    }

    private void forget(LocalEmbeddingModel model) {
        synchronized (models) {
            embeddingModels.remove(model);
        }
    }

    private void forget(LocalModel model) {
        synchronized (models) {
            models.remove(model);
        }
    }

    /** How many models are open, those included whose last sequences are still to end. */
    int models() {
        synchronized (models) {
            return models.size();
        }
    }

    /** What keys and values take, and what is done with that memory. */
    public CacheMemory.Usage memory() {
        return scheduler.memory().usage();
    }

    /** How many sequences of all models are open. */
    public int sequences() {
        return scheduler.sequences();
    }

    /** Which kernels compute: {@code scalar} or {@code vector}. */
    public String kernels() {
        return kernels.name();
    }

    /** Waits for the passes under way, refuses all further calls, and gives files and threads back. */
    @Override
    public void close() {
        scheduler.close();
        crew.close();
        residents.close();
        List<LocalEmbeddingModel> open;
        synchronized (models) {
            models.clear();
            open = List.copyOf(embeddingModels);
        }
        open.forEach(LocalEmbeddingModel::close);
    }
}
