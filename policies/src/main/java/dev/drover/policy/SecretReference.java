package dev.drover.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Where a key is kept. Documents hold references only, so they can be shown, stored and compared; the key itself is
 * read when it is used.
 */
public sealed interface SecretReference {

    /** The largest file a key is read from, in bytes. */
    int MAX_BYTES = 64 * 1024;

    /**
     * The key, without white space around it.
     *
     * @param environment the process's variables, usually {@code System::getenv}
     * @param folder what a relative file name starts from: the folder of the documents
     * @throws IllegalStateException when there is no key; the message names the reference and never what it holds
     */
    String read(Function<String, @Nullable String> environment, Path folder);

    /**
     * A key in an environment variable.
     *
     * @param variable its name
     */
    record Environment(String variable) implements SecretReference {

        @Override
        public String read(Function<String, @Nullable String> environment, Path folder) {
            String value = environment.apply(variable);
            if (value == null || value.isBlank()) {
                throw new IllegalStateException("key: environment variable " + variable + " is "
                        + (value == null ? "not set" : "empty") + " (expected: a key); set it and start again");
            }
            return value.strip();
        }

        @Override
        public String toString() {
            return "env " + variable;
        }
    }

    /**
     * A key in a file, such as a mounted Kubernetes secret. It is read each time, so a rotated key is picked up.
     *
     * @param path absolute, or relative to the folder of the documents
     */
    record File(String path) implements SecretReference {

        @Override
        public String read(Function<String, @Nullable String> environment, Path folder) {
            Path file = folder.resolve(path);
            try {
                if (Files.size(file) > MAX_BYTES) {
                    throw new IllegalStateException("key: " + path + " is larger than " + MAX_BYTES
                            + " bytes (expected: a file that holds one key)");
                }
                String value = Files.readString(file).strip();
                if (value.isEmpty()) {
                    throw new IllegalStateException("key: file " + path + " is empty (expected: a key)");
                }
                return value;
            } catch (IOException failure) {
                throw new IllegalStateException("key: file " + path
                        + " cannot be read (expected: a file with a key, below the folder of the policies or absolute)",
                        failure);
            }
        }

        @Override
        public String toString() {
            return "file " + path;
        }
    }
}
