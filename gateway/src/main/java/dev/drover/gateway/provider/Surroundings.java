package dev.drover.gateway.provider;

import dev.drover.policy.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What documents refer to: the process's environment and files.
 *
 * @param environment variables by name
 * @param folder what a relative file name starts from
 */
public record Surroundings(Map<String, String> environment, Path folder) {

    private static final int MOST_BYTES = 1 << 20;

    /** Copies the map. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process, with files relative to a folder. */
    public static Surroundings of(Path folder) {
        return new Surroundings(System.getenv(), folder);
    }

    /**
     * What a reference refers to, as it is now.
     *
     * @throws IllegalStateException when there is nothing; the message names the reference
     */
    public String read(SecretReference reference) {
        return reference.read(environment::get, folder);
    }

    /**
     * What a file holds.
     *
     * @param field what names it, for messages
     * @throws IllegalArgumentException when it cannot be read or has more than a megabyte
     */
    public String file(String field, String path) {
        Path file = folder.resolve(path);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(
                        field + ": " + path + " has more than " + MOST_BYTES + " bytes (expected: a file in PEM)");
            }
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    field + ": " + path
                            + " cannot be read (expected: a file in PEM, absolute or below the folder of the policies)",
                    failure);
        }
    }

    @Override
    public String toString() {
        return "surroundings of " + folder;
    }
}
