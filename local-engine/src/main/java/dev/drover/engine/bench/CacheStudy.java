package dev.drover.engine.bench;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.quality.Perplexity;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What storing keys and values in fewer bytes gives and costs: the time of a step behind a context, all formats in turn, as a
 * multiple of that with numbers as they are, and the perplexity of a text with each.
 *
 * @param context how many tokens stand before a step
 * @param rounds how often all are measured
 * @param text the tokens of a text for a model; null for no perplexity
 */
public record CacheStudy(int context, int rounds, @Nullable Function<LocalModel, int[]> text) implements Study {

    private static final int STEPS = 8;

    @Override
    public void run(Path model, int threads, Report report) throws IOException {
        Map<CacheFormat, LocalEngine> engines = new EnumMap<>(CacheFormat.class);
        Map<CacheFormat, LocalModel> models = new EnumMap<>(CacheFormat.class);
        try {
            for (CacheFormat format : CacheFormat.values()) {
                Limits standard = Limits.standard();
                LocalEngine engine = new LocalEngine(
                        new EngineOptions(threads, new Limits(standard.cacheBytes() / CacheFormat.values().length, 0,
                                format, standard.sequences(), standard.pass())));
                engines.put(format, engine);
                models.put(format, engine.open(format.name(), model));
            }
            int most = models.values().stream().mapToInt(LocalModel::contextLength).min().orElse(0) - 1;
            if (context > most) {
                throw new IllegalArgumentException("context: " + context + " (expected: at most " + most
                        + ", what the model or a sixth of Java's heap holds)");
            }
            Map<CacheFormat, Double> steps = steps(models);
            for (CacheFormat format : CacheFormat.values()) {
                tell(format, models, steps, threads, report);
            }
        } finally {
            engines.values().forEach(LocalEngine::close);
        }
    }

    /** Nanoseconds of a step with each format. */
    private Map<CacheFormat, Double> steps(Map<CacheFormat, LocalModel> models) {
        Map<CacheFormat, TokenSequence> sequences = new EnumMap<>(CacheFormat.class);
        Map<CacheFormat, List<Double>> nanos = new EnumMap<>(CacheFormat.class);
        try {
            models.forEach((format, model) -> {
                TokenSequence sequence = model.open(SequenceOptions.capacity(context + 1));
                sequence.extend(new int[context], 0);
                sequences.put(format, sequence);
            });
            for (int round = 0; round <= rounds; round++) {
                boolean warm = round > 0;
                sequences.forEach((format, sequence) -> {
                    long begin = System.nanoTime();
                    for (int i = 0; i < STEPS; i++) {
                        sequence.extend(new int[1], 1);
                        sequence.truncate(context);
                    }
                    if (warm) {
                        nanos.computeIfAbsent(format, absent -> new ArrayList<>())
                                .add((double) (System.nanoTime() - begin) / STEPS);
                    }
                });
            }
        } finally {
            sequences.values().forEach(TokenSequence::close);
        }
        Map<CacheFormat, Double> medians = new EnumMap<>(CacheFormat.class);
        nanos.forEach((format, each) -> medians.put(format, Measurement.median(each)));
        return medians;
    }

    private void tell(CacheFormat format, Map<CacheFormat, LocalModel> models, Map<CacheFormat, Double> steps,
            int threads, Report report) {
        double nanos = steps.getOrDefault(format, 0.0);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("format", format.name());
        figures.put("threads", threads);
        figures.put("context", context);
        figures.put("millisPerStep", nanos / 1e6);
        figures.put("timesOfF32", nanos / steps.getOrDefault(CacheFormat.F32, nanos));
        LocalModel model = models.get(format);
        if (text != null && model != null) {
            int[] tokens = text.apply(model);
            Perplexity.Result measured = Perplexity.measure(model, models.get(CacheFormat.F32), tokens,
                    Math.min(tokens.length, Math.min(model.contextLength(), Math.max(2, context))), done -> {
                    });
            figures.put("tokens", measured.tokens());
            figures.put("perplexity", measured.perplexity());
            figures.put("perplexityOfF32", String.valueOf(measured.referencePerplexity()));
            figures.put("divergence", String.valueOf(measured.divergence()));
        }
        report.line("cache", figures);
    }
}
