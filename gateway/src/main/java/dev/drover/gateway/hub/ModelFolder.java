package dev.drover.gateway.hub;

import dev.drover.gateway.wire.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where models from a hub are kept: {@code OWNER/NAME/FILE}, or {@code OWNER/NAME@REVISION/FILE}. A file is there whole
 * or not at all; beside it a hidden note says which content it is. Safe for use by many threads and processes.
 *
 * @param root the folder
 */
public record ModelFolder(Path root) {

    private static final int DEEPEST = 6;

    /**
     * A model that is there.
     *
     * @param name as it may be asked for
     * @param file its first file
     * @param bytes of all its files
     */
    public record Kept(HubModel name, Path file, long bytes) {}

    /**
     * The first file of a model.
     *
     * @throws IllegalArgumentException when it is not there, with how to get it
     */
    public Path file(HubModel model) {
        Path folder = folder(model);
        List<String> paths = paths(folder);
        if (Choice.models(paths).isEmpty()) {
            throw new IllegalArgumentException(
                    "model: " + model + " is not here (expected: one of ./drover model list); " + "./drover model pull "
                            + model + " fetches it");
        }
        try {
            return folder.resolve(Choice.of(model, paths, folder.toString()).getFirst());
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException(none.getMessage() + "; ./drover model pull fetches others", none);
        }
    }

    /** All models that are there, by name. */
    public List<Kept> models() throws IOException {
        List<Kept> models = new ArrayList<>();
        for (Path owner : folders(root)) {
            for (Path folder : folders(owner)) {
                HubModel repository = repository(owner, folder);
                List<String> paths = paths(folder);
                for (List<String> files : Choice.models(paths).values()) {
                    long bytes = 0;
                    for (String file : files) {
                        bytes += Files.size(folder.resolve(file));
                    }
                    models.add(new Kept(repository.choosing(Choice.shortest(files.getFirst(), paths)),
                            folder.resolve(files.getFirst()), bytes));
                }
            }
        }
        return models;
    }

    private static HubModel repository(Path owner, Path folder) {
        String name = String.valueOf(folder.getFileName());
        int at = name.indexOf('@');
        String revision = at < 0 ? HubModel.MAIN : name.substring(at + 1).replace("%2F", "/");
        return new HubModel(owner.getFileName() + "/" + (at < 0 ? name : name.substring(0, at)), revision, null);
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Where a repository's files are kept. */
    Path folder(HubModel model) {
        String revision = model.revision().equals(HubModel.MAIN) ? "" : "@" + model.revision().replace("/", "%2F");
        return root.resolve(model.repository() + revision);
    }

    private static List<String> paths(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .filter(path -> path.endsWith(".gguf"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "model: " + folder + " cannot be read (expected: a folder that can): " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** Whether a file is there with the content that the hub offers. */
    boolean has(Path target, HubFile file) throws IOException {
        Path note = note(target);
        if (!Files.isRegularFile(target) || !Files.isRegularFile(note) || Files.size(target) != file.size()) {
            return false;
        }
        try {
            JsonNode said = Json.mapper().readTree(Files.readString(note));
            return said.path("checksum").asString("").equals(file.checksum().hex());
        } catch (JacksonException damaged) {
            return false;
        }
    }

    /** Notes which content a file is, so that it need not be read to know. */
    void note(Path target, HubFile file, String commit) throws IOException {
        Files.writeString(note(target),
                Json.mapper()
                        .createObjectNode()
                        .put("checksum", file.checksum().hex())
                        .put("kind", file.checksum().kind().name())
                        .put("commit", commit)
                        .toString());
    }

    private static Path note(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".json");
    }

    /**
     * Keeps other pulls of a repository out while it is held.
     *
     * @throws HubFailure when another holds it
     */
    Lock lock(HubModel model) throws IOException {
        Path folder = folder(model);
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        @Nullable
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException held) {
            // by another thread of this process: as if by another process
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new HubFailure(model.repository() + ": is being pulled already (expected: one pull at a time); wait "
                    + "for the other one, or stop it: what has come is kept");
        }
        return new Lock(Objects.requireNonNull(channel));
    }

    /** A repository that no other pull may write to. */
    record Lock(FileChannel channel) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
