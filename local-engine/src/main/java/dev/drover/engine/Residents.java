package dev.drover.engine;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.schedule.Scheduler;
import dev.drover.engine.schedule.Statistics;
import dev.drover.inference.InferenceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models of an engine, of which those that are asked are in memory. One at a time is loaded; who asks for it meanwhile
 * waits.
 */
final class Residents implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Residents.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(50);
    private static final int LOOKS = 4;

    private final Scheduler scheduler;
    private final KernelLevel kernels;
    private final Residence residence;
    private final ReentrantLock loading = new ReentrantLock();
    private final List<Slot> slots = new CopyOnWriteArrayList<>();
    private final @Nullable Thread sweeper;

    Residents(Scheduler scheduler, KernelLevel kernels, Residence residence) {
        this.scheduler = scheduler;
        this.kernels = kernels;
        this.residence = residence;
        Duration idle = residence.idle();
        this.sweeper = idle == null ? null : Thread.ofVirtual().name("idle-models").start(() -> sweep(idle));
    }

    /** How to open a model's file again; it is refused when it is another one by then. */
    record Source(Path path, long size, FileTime modified) {

        static Source of(Path path) throws IOException {
            return new Source(path, Files.size(path), Files.getLastModifiedTime(path));
        }

        GgufFile open() {
            try {
                if (!equals(of(path))) {
                    throw new InferenceFailure.Unavailable("model_changed", "file: " + path
                            + " was changed since the model was opened (expected: the same file); reload the policies",
                            null);
                }
                return GgufFile.open(path);
            } catch (IOException unreadable) {
                throw new InferenceFailure.Unavailable("model_unreadable",
                        "file: " + path + " cannot be read any longer; put it back or choose another model",
                        unreadable);
            }
        }
    }

    /**
     * Takes a model in.
     *
     * @param name for the log
     * @param source where its file is; null for one that cannot be opened again and therefore stays
     * @param file its file, which is closed with it
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is of a kind that is not supported
     */
    Slot add(String name, @Nullable Source source, GgufFile file) {
        loading.lock();
        try {
            Slot slot = new Slot(name, source, makeRoom(file));
            slots.add(slot);
            return slot;
        } finally {
            loading.unlock();
        }
    }

    /** Loads a model after others had to leave for it. */
    private LoadedModel makeRoom(GgufFile file) {
        long bytes = Architectures.preparedBytes(file, kernels);
        while (bytes > residence.weightBytes() - bytes()) {
            Optional<Slot> idlest = slots.stream()
                    .filter(Slot::idle)
                    .min(Comparator.comparingLong(slot -> slot.lastUse));
            if (idlest.isEmpty()) {
                throw new InferenceFailure.Overloaded(503, "models_full", RETRY,
                        "weights: " + bytes + " bytes beside " + bytes() + " of models in use (expected: at most "
                                + residence.weightBytes() + "); try again in " + RETRY.toSeconds()
                                + " s or allow more");
            }
            idlest.get().unload();
        }
        return LoadedModel.of(file, scheduler, kernels);
    }

    /** What the weights of all loaded models take. */
    long bytes() {
        return slots.stream().mapToLong(Slot::bytes).sum();
    }

    private void sweep(Duration idle) {
        Duration look = idle.dividedBy(LOOKS).compareTo(SHORTEST_LOOK) > 0 ? idle.dividedBy(LOOKS) : SHORTEST_LOOK;
        try {
            while (true) {
                Thread.sleep(look);
                long now = System.nanoTime();
                boolean any = false;
                for (Slot slot : slots) {
                    any |= now - slot.lastUse > idle.toNanos() && slot.unload();
                }
                if (any) {
                    System.gc(); // packed weights go back to the system when the collector has seen that they are gone
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (sweeper != null) {
            sweeper.interrupt();
        }
        slots.forEach(Slot::closeFile);
        slots.clear();
    }

    /** A model's place. */
    final class Slot {

        private final String name;
        private final @Nullable Source source;
        private @Nullable LoadedModel loaded;
        private Statistics before = new Statistics(0, 0, 0);
        private boolean closed;
        private volatile long lastUse = System.nanoTime();

        private Slot(String name, @Nullable Source source, LoadedModel loaded) {
            this.name = name;
            this.source = source;
            this.loaded = loaded;
        }

        /** Does something with the model, which is loaded for it if it has to be, and stays while it is done. */
        <T> T use(Function<LoadedModel, T> use) {
            while (true) {
                synchronized (this) {
                    if (closed) {
                        throw new InferenceFailure.Unavailable("model_closed", "the model is closed; choose another",
                                null);
                    }
                    if (loaded != null) {
                        lastUse = System.nanoTime();
                        return use.apply(loaded);
                    }
                }
                load();
            }
        }

        private void load() {
            loading.lock();
            try {
                if (!isLoaded() && source != null) {
                    GgufFile file = source.open();
                    boolean done = false;
                    try {
                        settle(makeRoom(file));
                        done = true;
                    } finally {
                        if (!done) {
                            file.close();
                        }
                    }
                }
            } finally {
                loading.unlock();
            }
        }

        private synchronized void settle(LoadedModel fresh) {
            if (closed) {
                fresh.file().close();
            } else {
                loaded = fresh;
                lastUse = System.nanoTime();
                LOG.log(System.Logger.Level.INFO, "model {0}: loaded again", name);
            }
        }

        synchronized boolean isLoaded() {
            return loaded != null;
        }

        private synchronized long bytes() {
            return loaded == null ? 0 : Architectures.preparedBytes(loaded.file(), kernels);
        }

        private synchronized boolean idle() {
            return loaded != null && source != null && loaded.open() == 0;
        }

        /** Unloads it if nobody uses it; returns whether it was. */
        synchronized boolean unload() {
            LoadedModel leaving = loaded;
            if (leaving == null || !idle()) {
                return false;
            }
            loaded = null;
            before = statistics(leaving);
            leaving.retire(leaving.file()::close);
            LOG.log(System.Logger.Level.INFO, "model {0}: unloaded, for nobody uses it", name);
            return true;
        }

        /** What it has done since it was opened. */
        synchronized Statistics statistics() {
            return loaded == null ? before : statistics(loaded);
        }

        private Statistics statistics(LoadedModel model) {
            return before.plus(model.statistics());
        }

        /** Refuses new sequences and gives everything back when the last of the open ones is closed. */
        synchronized void close(Runnable whenClosed) {
            if (closed) {
                return;
            }
            closed = true;
            if (loaded == null) {
                gone(whenClosed);
            } else {
                LoadedModel leaving = loaded;
                leaving.retire(() -> {
                    leaving.file().close();
                    gone(whenClosed);
                });
            }
        }

        private void gone(Runnable whenClosed) {
            slots.remove(this);
            whenClosed.run();
        }

        synchronized void closeFile() {
            if (loaded != null) {
                loaded.file().close();
            }
        }
    }
}
