package dev.drover.engine.bench;

import dev.drover.engine.convert.Requantization;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.engine.schedule.Limits;
import dev.drover.engine.schedule.ModelQueue;
import dev.drover.engine.schedule.Scheduler;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How quick a model is in several formats: it is written in each, and all take turns, so that a machine whose speed drifts
 * treats them alike. A line has tokens a second of decoding, of 5 tokens at once and of a prompt of 64, and decoding's share of
 * what memory allows; medians.
 *
 * @param formats which formats
 * @param rounds how often all are measured
 * @param context how many tokens stand before what is measured
 */
public record FormatStudy(List<BlockFormat> formats, int rounds, int context) implements Study {

    private static final int[] TOKENS = {1, 5, 64};
    private static final long ENOUGH_NANOS = 200_000_000;

    @Override
    public void run(Path model, int threads, Report report) throws IOException {
        Path folder = Files.createTempDirectory("drover-bench");
        List<Candidate> candidates = new ArrayList<>();
        try (Crew crew = new Crew(threads); Scheduler scheduler = new Scheduler(crew, Limits.standard())) {
            double bandwidth = new Machine(KernelLevels.chosen()).bandwidth(crew);
            for (BlockFormat format : formats) {
                candidates.add(candidate(model, folder.resolve(format.name() + ".gguf"), format, scheduler));
            }
            for (int round = 0; round <= rounds; round++) {
                boolean warm = round > 0;
                candidates.forEach(candidate -> candidate.round(context, warm));
            }
            candidates.forEach(candidate -> candidate.tell(bandwidth, threads, report));
        } finally {
            candidates.forEach(candidate -> candidate.file().close());
            for (BlockFormat format : formats) {
                Files.deleteIfExists(folder.resolve(format.name() + ".gguf"));
            }
            Files.delete(folder);
        }
    }

    private Candidate candidate(Path model, Path target, BlockFormat format, Scheduler scheduler) throws IOException {
        try (GgufFile file = GgufFile.open(model)) {
            Requantization.write(file, format, target, step -> {
            });
        }
        GgufFile file = GgufFile.open(target);
        Network network = Architectures.load(file, KernelLevels.chosen());
        int most = network.contextLength() - TOKENS[TOKENS.length - 1];
        if (context > most) {
            file.close();
            throw new IllegalArgumentException("context: " + context + " (expected: at most " + most + ")");
        }
        return new Candidate(format.name(), file, network, scheduler.add(network), new LinkedHashMap<>());
    }

    /** A model in one of the formats. */
    private record Candidate(String name, GgufFile file, Network network, ModelQueue queue,
            Map<Integer, List<Double>> nanos) {

        void round(int context, boolean counts) {
            try (TokenSequence sequence = queue
                    .openApart(SequenceOptions.capacity(context + TOKENS[TOKENS.length - 1]))) {
                sequence.extend(new int[context], 0);
                for (int tokens : TOKENS) {
                    int turns = 0;
                    long begin = System.nanoTime();
                    while (System.nanoTime() - begin < ENOUGH_NANOS) {
                        sequence.extend(new int[tokens], Math.min(tokens, 16));
                        sequence.truncate(context);
                        turns++;
                    }
                    if (counts) {
                        nanos.computeIfAbsent(tokens, absent -> new ArrayList<>())
                                .add((double) (System.nanoTime() - begin) / turns / tokens);
                    }
                }
            }
        }

        void tell(double bandwidth, int threads, Report report) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("format", name);
            figures.put("threads", threads);
            figures.put("megabytes", network.bytesPerToken() / 1e6);
            nanos.forEach((tokens, each) -> figures.put("tokensPerSecond" + tokens, 1e9 / Measurement.median(each)));
            figures.put("boundRatio",
                    network.bytesPerToken() / bandwidth * 1e9 / Measurement.median(nanos.getOrDefault(1, List.of())));
            report.line("format", figures);
        }
    }
}
