package dev.drover.herd.train;

import java.nio.file.Path;

/** Where runs keep their files: {@code drover/herd} in the user's cache folder. */
final class CacheFolder {

    private CacheFolder() {}

    /** {@code $XDG_CACHE_HOME/drover/herd}, or {@code ~/.cache/drover/herd} where that is not set. */
    static Path herd() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base = cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache);
        return base.resolve("drover").resolve("herd");
    }
}
