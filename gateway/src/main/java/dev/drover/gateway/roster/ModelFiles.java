package dev.drover.gateway.roster;

import dev.drover.gateway.hub.HubModel;
import dev.drover.gateway.hub.ModelFolder;
import dev.drover.herd.train.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Finds the files of models. Bundled ones are resources; since only files can be mapped into memory, they are copied
 * once to the user's cache folder, under a name that holds the hash of their content. Pulled ones lie there as well.
 *
 * @param folder what relative file names start from: the folder of the policies
 * @param cache where bundled models are copied to, and pulled ones are kept
 */
public record ModelFiles(Path folder, Path cache) {

    /** What a reference to a bundled model begins with. */
    public static final String BUNDLED = "bundled:";
    /** What a reference to a pulled model begins with. */
    public static final String HUB = "hub:";
    private static final String RESOURCES = "dev/drover/herd/models/";

    /** Looks in a folder, and caches where the user's caches are. */
    public static ModelFiles in(Path folder) {
        return new ModelFiles(folder, CacheFolder.user().resolve("drover").resolve("models"));
    }

    /**
     * The file of a reference.
     *
     * @param reference a file, {@code bundled:} and the name of a bundled model, or {@code hub:} and the name of one that
     *        was pulled
     * @throws IllegalArgumentException when there is none
     */
    public Path file(String reference) {
        if (reference.startsWith(BUNDLED)) {
            return bundled(reference.substring(BUNDLED.length()));
        }
        if (reference.startsWith(HUB)) {
            return pulled().file(HubModel.parse(reference.substring(HUB.length())));
        }
        Path file = folder.resolve(reference);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("file: " + file + " cannot be read (expected: a GGUF file, relative to "
                    + "the folder of the policies or absolute)");
        }
        return file;
    }

    /** Whether this build bundles a model. */
    public boolean bundles(String name) {
        return ModelFiles.class.getClassLoader().getResource(RESOURCES + name + ".gguf") != null;
    }

    /** Where pulled models are kept. */
    public ModelFolder pulled() {
        return new ModelFolder(cache.resolve("hub"));
    }

    private Path bundled(String name) {
        ClassLoader loader = ModelFiles.class.getClassLoader();
        String resource = RESOURCES + name + ".gguf";
        try (InputStream first = loader.getResourceAsStream(resource)) {
            if (first == null) {
                throw new IllegalArgumentException("file: " + BUNDLED + name + " (expected: a bundled model; this "
                        + "build has none of that name)");
            }
            String hash = hash(first);
            Path file = cache.resolve(name + "-" + hash + ".gguf");
            if (!Files.exists(file)) {
                try (InputStream second = loader.getResourceAsStream(resource)) {
                    copy(java.util.Objects.requireNonNull(second), file);
                }
            }
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException("file: " + BUNDLED + name + " cannot be copied to " + cache
                    + " (expected: a folder that can be written to; XDG_CACHE_HOME names another)", failure);
        }
    }

    /** Copies beside the target first, so that the target is there whole or not at all. */
    private static void copy(InputStream from, Path file) throws IOException {
        Path folder = java.util.Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "model", ".part");
        try {
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String hash(InputStream content) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                sha.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", absent);
        }
    }
}
