package dev.drover.engine.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A measurement of its own beside {@link EngineBench}: one question about a model on this machine. */
public sealed interface Study permits FormatStudy, CacheStudy, PrefixStudy, StartStudy, PauseStudy {

    /**
     * Measures and prints what it finds.
     *
     * @param model a GGUF file
     * @param threads how many threads compute
     * @throws IOException when the model cannot be read
     * @throws IllegalArgumentException when the model cannot be measured so, with the option at fault
     */
    void run(Path model, int threads, Report report) throws IOException;
}
