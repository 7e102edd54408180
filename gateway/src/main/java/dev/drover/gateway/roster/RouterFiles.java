package dev.drover.gateway.roster;

import dev.drover.router.quality.InvalidRouterModel;
import dev.drover.router.quality.RouterModel;
import dev.drover.router.strategy.RouterModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds learned routers: files, or bundled ones.
 *
 * @param folder what relative file names start from: the folder of the policies
 */
record RouterFiles(Path folder) implements RouterModelSource {

    private static final String BUNDLED = "bundled:";

    @Override
    public RouterModel model(String reference) {
        byte[] bytes = reference.startsWith(BUNDLED) ? bundled(reference) : file(reference);
        try {
            return RouterModel.read(bytes);
        } catch (InvalidRouterModel invalid) {
            throw new IllegalArgumentException("model: " + reference + " is no router: " + invalid.getMessage(),
                    invalid);
        }
    }

    private static byte[] bundled(String reference) {
        byte[] bytes = BundledDocuments.router(reference.substring(BUNDLED.length()));
        if (bytes == null) {
            throw new IllegalArgumentException("model: " + reference + " (expected: a router that was trained; this "
                    + "build has none of that name, so train one and name its file, or choose strategy first)");
        }
        return bytes;
    }

    private byte[] file(String reference) {
        Path file = folder.resolve(reference);
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    "model: " + file + " cannot be read (expected: a router that was trained)", failure);
        }
    }
}
