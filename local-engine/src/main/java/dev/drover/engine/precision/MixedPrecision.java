package dev.drover.engine.precision;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.convert.Requantization;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Chooses the formats of a model's matrices for a size.
 *
 * <p>For each matrix the divergence from the source is measured in two formats, its smallest and one of about 4 bits, or in
 * all. Between measured formats the divergence follows from how far the numbers move (their mean squared error): linear in
 * it below the finest measured one, since a small change's divergence is quadratic in the change, and in the logarithms of
 * both in between. Divergences of several matrices add up, which holds for small changes that know nothing of each other.
 * {@link Allocation} then chooses. Vectors stay 32-bit; a matrix whose rows do not divide into a format's blocks is not
 * offered that format.
 */
public final class MixedPrecision {

    private static final double MIDDLE_BITS = 4.5;

    private final LocalEngine engine;
    private final GgufFile source;
    private final Settings settings;

    /**
     * What is asked for.
     *
     * @param formats what may be chosen from, besides the format that a tensor has in the source
     * @param all whether to measure every format instead of two
     * @param tokens the text to measure on
     * @param window how many tokens of it are read at a time, from 2 to the model's context length
     */
    public record Settings(List<BlockFormat> formats, boolean all, int[] tokens, int window) {

        /** Copies the list. */
        public Settings {
            formats = List.copyOf(formats);
        }
    }

    /**
     * What was measured.
     *
     * @param tensors for each matrix, by name, its storages
     */
    public record Measured(Map<String, List<Storage>> tensors) {

        /** Copies the map, in its order. */
        public Measured {
            tensors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        }

        /**
         * The formats for a size.
         *
         * @param budget how many bytes the matrices may take
         * @throws IllegalArgumentException when they cannot be that small
         */
        public Plan plan(long budget) {
            Allocation allocation = Allocation.of(List.copyOf(tensors.values()), budget);
            Map<String, Storage> chosen = new LinkedHashMap<>();
            int next = 0;
            for (String tensor : tensors.keySet()) {
                chosen.put(tensor, allocation.chosen().get(next++));
            }
            return new Plan(chosen, allocation.bytes(), allocation.loss(), allocation.bound());
        }
    }

    /**
     * A choice of formats.
     *
     * @param tensors each matrix's storage, by name
     * @param bytes what the matrices take
     * @param loss the divergence that is foretold, in nats a token
     * @param bound by the measurements no choice of that size loses less
     */
    public record Plan(Map<String, Storage> tensors, long bytes, double loss, double bound) {

        /** Copies the map, in its order. */
        public Plan {
            tensors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        }

        /** The format of a tensor of the source. */
        public BlockFormat formatOf(Tensor tensor) {
            Storage storage = tensors.get(tensor.name());
            return storage == null ? Requantization.formatOf(tensor, BlockFormats.F32) : storage.format();
        }

        /** The format that most weights have. */
        public BlockFormat mostly() {
            Map<String, Long> bytes = new TreeMap<>();
            tensors.values().forEach(each -> bytes.merge(each.format().name(), each.bytes(), Long::sum));
            return BlockFormats
                    .named(bytes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey());
        }
    }

    /** Measures a model's file with an engine. */
    public MixedPrecision(LocalEngine engine, GgufFile source, Settings settings) {
        this.engine = engine;
        this.source = source;
        this.settings = settings;
    }

    /** The quantized formats. */
    public static List<BlockFormat> standard() {
        return BlockFormats.all().stream().filter(format -> format.blockSize() > 1).toList();
    }

    /** The tensors that a format is chosen for. */
    public static List<Tensor> matrices(GgufFile file) {
        return file.tensors().stream().filter(tensor -> tensor.rows() > 1).toList();
    }

    /** How many divergences will be measured, a pass over the text each. */
    public int steps() {
        return matrices(source).stream().mapToInt(tensor -> measured(tensor).size()).sum();
    }

    /**
     * Measures.
     *
     * @param reference the source, opened by the same engine
     * @param progress told after each of {@link #steps}
     */
    public Measured measure(LocalModel reference, IntConsumer progress) {
        Sensitivity sensitivity = new Sensitivity(engine, source, reference, settings.tokens(), settings.window());
        Map<String, List<Storage>> tensors = new LinkedHashMap<>();
        int done = 0;
        for (Tensor tensor : matrices(source)) {
            List<Point> points = new ArrayList<>();
            for (BlockFormat format : measured(tensor)) {
                points.add(
                        new Point(Sensitivity.error(tensor, format), sensitivity.divergence(tensor, format), format));
                progress.accept(++done);
            }
            tensors.put(tensor.name(), storages(tensor, points));
        }
        return new Measured(tensors);
    }

    private List<BlockFormat> offered(Tensor tensor) {
        return settings.formats()
                .stream()
                .filter(format -> tensor.columns() % format.blockSize() == 0 && !format.equals(tensor.format())
                        && bits(format) < bits(tensor.format()))
                .sorted(Comparator.comparingDouble(MixedPrecision::bits))
                .toList();
    }

    private List<BlockFormat> measured(Tensor tensor) {
        List<BlockFormat> offered = offered(tensor);
        if (settings.all() || offered.size() <= 2) {
            return offered;
        }
        BlockFormat middle = offered.stream()
                .skip(1)
                .min(Comparator.comparingDouble(format -> Math.abs(bits(format) - MIDDLE_BITS)))
                .orElseThrow();
        return List.of(offered.getFirst(), middle);
    }

    /** How many bits a number takes. */
    public static double bits(BlockFormat format) {
        return 8.0 * format.blockBytes() / format.blockSize();
    }

    /** What was measured of a format: how far the numbers move, and what that does. */
    private record Point(double error, double divergence, BlockFormat format) {}

    private List<Storage> storages(Tensor tensor, List<Point> points) {
        long weights = tensor.columns() * tensor.rows();
        List<Storage> storages = new ArrayList<>();
        storages.add(new Storage(tensor.format(), tensor.format().bytes(weights), 0));
        List<Point> sorted = points.stream().sorted(Comparator.comparingDouble(Point::error)).toList();
        for (BlockFormat format : offered(tensor)) {
            double loss = points.stream()
                    .filter(point -> point.format().equals(format))
                    .mapToDouble(Point::divergence)
                    .findFirst()
                    .orElseGet(() -> between(sorted, Sensitivity.error(tensor, format)));
            storages.add(new Storage(format, format.bytes(weights), loss));
        }
        return storages;
    }

    private static double between(List<Point> points, double error) {
        Point finest = points.getFirst();
        Point coarsest = points.getLast();
        boolean curved = error > finest.error && coarsest.error > finest.error && finest.error > 0
                && finest.divergence > 0 && coarsest.divergence > 0;
        if (!curved) {
            return finest.error > 0 ? finest.divergence * error / finest.error : finest.divergence;
        }
        double exponent = Math.log(coarsest.divergence / finest.divergence) / Math.log(coarsest.error / finest.error);
        return finest.divergence * Math.pow(error / finest.error, exponent);
    }
}
