package dev.drover.gateway.command;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.schedule.Limits;
import dev.drover.gateway.hub.HubModel;
import dev.drover.gateway.roster.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Finds and opens the models that commands name: a GGUF file, a model of the bundled herd, or one that was pulled. */
final class LocalFiles {

    private static final String HERD = "herd-";
    private static final Duration WARM = Duration.ofSeconds(10);

    private LocalFiles() {}

    /**
     * The file of a model.
     *
     * @param option the option that names it, for messages
     * @param model a path, a bundled model's name with or without {@code herd-} before it, or a pulled model's name
     * @throws Command.Misuse when there is none of these
     */
    static Path file(String option, String model) {
        Path path = Path.of(model);
        if (Files.isRegularFile(path)) {
            return path;
        }
        try {
            return ModelFiles.in(Path.of("")).file(named(model));
        } catch (IllegalArgumentException absent) {
            if (HubModel.names(model)) {
                throw new Command.Misuse("--" + option + ": " + absent.getMessage());
            }
            throw Arguments.wrong(option, model,
                    "a GGUF file, a bundled model such as verifier, drafter, arith, dates, "
                            + "text or facts, or one of ./drover model list");
        }
    }

    /** What a policy calls a model that {@link #file} finds. */
    static String reference(String option, String model) {
        return Files.isRegularFile(Path.of(model)) ? file(option, model).toAbsolutePath().normalize().toString()
                : named(model);
    }

    private static String named(String model) {
        if (HubModel.names(model)) {
            return ModelFiles.HUB + model;
        }
        return ModelFiles.BUNDLED + (model.startsWith(HERD) ? model.substring(HERD.length()) : model);
    }

    /**
     * Opens a model, and shows how far it is if that takes longer than a second.
     *
     * @throws Command.Misuse when it is not there or is no model
     */
    static LocalModel open(LocalEngine engine, String option, String model) {
        Path file = file(option, model);
        Loading loading = new Loading(model, System.err);
        try {
            return engine.open(model, file, loading);
        } catch (IOException | IllegalArgumentException unusable) {
            throw new Command.Misuse("--" + option + ": " + file + " cannot be opened: " + unusable.getMessage());
        } finally {
            loading.end();
        }
    }

    /** Opens a model and warms it up. */
    static LocalModel warm(LocalEngine engine, String option, String model) {
        LocalModel opened = open(engine, option, model);
        opened.warm(WARM);
        return opened;
    }

    /**
     * An engine for comparisons: no sequence takes over what another one has computed, so that it does not matter who comes
     * first.
     */
    static LocalEngine forComparing(int threads) {
        Limits standard = Limits.standard();
        return new LocalEngine(new EngineOptions(threads,
                new Limits(standard.cacheBytes(), 0, standard.cacheFormat(), standard.sequences(), standard.pass())));
    }
}
