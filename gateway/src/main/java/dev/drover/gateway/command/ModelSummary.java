package dev.drover.gateway.command;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model in a line.
 *
 * @param model its name
 * @param bytes of all its files
 * @param formats how its weights are stored, by share, the largest first; what is wrong with a damaged file
 * @param architecture such as {@code llama}; null when the file does not say
 * @param context the longest context, in tokens; null when the file does not say
 * @param file its first file
 */
record ModelSummary(String model, long bytes, String formats, @Nullable String architecture, @Nullable Integer context,
        String file) {

    private static final double NEGLIGIBLE = .005;

    /** Reads what a file says about itself. */
    static ModelSummary of(String name, long bytes, Path path) throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            @Nullable
            String architecture = file.metadata().string("general.architecture");
            return new ModelSummary(name, bytes, formats(file), architecture,
                    file.metadata().integer(architecture + ".context_length"), path.toString());
        } catch (InvalidModelFile damaged) {
            return new ModelSummary(name, bytes, "damaged: " + damaged.getMessage(), null, null, path.toString());
        }
    }

    private static String formats(GgufFile file) {
        Map<String, Double> weights = new TreeMap<>();
        for (Tensor tensor : file.tensors()) {
            weights.merge(tensor.format().name(), (double) tensor.columns() * tensor.rows(), Double::sum);
        }
        double all = weights.values().stream().mapToDouble(each -> each).sum();
        return weights.entrySet()
                .stream()
                .filter(each -> each.getValue() >= NEGLIGIBLE * all)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .map(each -> each.getKey() + String.format(Locale.ROOT, " %.0f %%", 100 * each.getValue() / all))
                .collect(Collectors.joining(", "));
    }
}
