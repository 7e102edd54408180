package dev.drover.gateway.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Pulls models into a folder. */
public final class Puller implements AutoCloseable {

    private static final Duration STALL = Duration.ofSeconds(60);
    private static final long SPARE = 64L << 20;

    private final HubClient client;
    private final ModelFolder folder;
    private final Patience patience;
    private final Room room;
    private final Duration stallLimit;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("drover-pull").factory());

    /** How much may be written to a folder, in bytes. */
    interface Room {

        long of(Path folder) throws IOException;
    }

    /** What happens while a model comes. */
    public interface Listener {

        /** A file begins; the answer is told how many of its bytes are there. */
        LongConsumer file(String path, long size);
    }

    /** Pulls from a hub. */
    public Puller(HubSettings settings, ModelFolder folder) {
        this(settings, folder, Thread::sleep, path -> Files.getFileStore(path).getUsableSpace(), STALL);
    }

    Puller(HubSettings settings, ModelFolder folder, Pause pause, Room room, Duration stallLimit) {
        this.client = new HubClient(settings);
        this.folder = folder;
        this.patience = new Patience(pause);
        this.room = room;
        this.stallLimit = stallLimit;
    }

    /**
     * Pulls a model: every file of it that is not there yet, each gone on with where an earlier pull ended.
     *
     * @return its first file
     * @throws HubFailure when it cannot be had, with why
     * @throws IOException when the folder cannot be written
     */
    public Path pull(HubModel model, Listener listener) throws IOException {
        Listing listing = patience.run(model.toString(), () -> {
            try (InputStream body = client.information(model).body()) {
                return Listing.read(body);
            }
        });
        List<HubFile> files = listing.chosen(model, model.repository());
        try (ModelFolder.Lock _ = folder.lock(model)) {
            Path into = folder.folder(model);
            checkRoom(into, files);
            for (HubFile file : files) {
                Path target = into.resolve(file.path());
                LongConsumer progress = listener.file(file.path(), file.size());
                if (!folder.has(target, file)) {
                    fetch(model, listing.commit(), file, target, progress);
                    folder.note(target, file, listing.commit());
                }
                progress.accept(file.size());
            }
            return into.resolve(files.getFirst().path());
        }
    }

    private void checkRoom(Path into, List<HubFile> files) throws IOException {
        long missing = 0;
        for (HubFile file : files) {
            Path target = into.resolve(file.path());
            if (!folder.has(target, file)) {
                missing += file.size() - Part.length(target, file);
            }
        }
        long free = room.of(into);
        if (missing > 0 && missing + SPARE > free) {
            throw new HubFailure(into + ": " + free + " bytes are free (expected: " + (missing + SPARE)
                    + ", what is missing and a little more); XDG_CACHE_HOME names another folder");
        }
    }

    private void fetch(HubModel model, String commit, HubFile file, Path target, LongConsumer progress)
            throws IOException {
        Path parent = Objects.requireNonNull(target.getParent());
        Files.createDirectories(parent);
        try (Part part = Part.open(target, file)) {
            progress.accept(part.length());
            patience.run(file.path(),
                    new Download(client, model, commit, file, part, new Download.Stall(clock, stallLimit), progress));
            part.finish(target);
        }
        try (DirectoryStream<Path> older = Files.newDirectoryStream(parent,
                each -> isPart(each, String.valueOf(target.getFileName())))) {
            for (Path each : older) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static boolean isPart(Path path, @Nullable String name) {
        String own = String.valueOf(path.getFileName());
        return own.startsWith("." + name + ".") && own.endsWith(".part");
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.close();
    }
}
