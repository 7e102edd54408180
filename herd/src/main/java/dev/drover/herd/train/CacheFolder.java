package dev.drover.herd.train;

import java.nio.file.Path;

/** Where files are kept that can be made or fetched again. */
public final class CacheFolder {

    private CacheFolder() {}

    /** The user's, for all programs: {@code $XDG_CACHE_HOME}, or {@code ~/.cache} where that is not set. */
    public static Path user() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    }

    /** Where runs keep their files: {@code drover/herd} in the user's. */
    static Path herd() {
        return user().resolve("drover").resolve("herd");
    }
}
