package dev.drover.gateway.roster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as it was when it was looked at.
 *
 * @param file where it is
 * @param size how many bytes it has
 * @param modified when it was last changed, in milliseconds
 */
record FilePrint(Path file, long size, long modified) {

    /** A file as it is. */
    static FilePrint of(Path file) {
        try {
            return new FilePrint(file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
        } catch (IOException failure) {
            throw new UncheckedIOException("file: " + file + " cannot be read (expected: a GGUF file)", failure);
        }
    }
}
