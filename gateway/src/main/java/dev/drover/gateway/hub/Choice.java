package dev.drover.gateway.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of a repository's files a name means. Files {@code NAME-00001-of-00003.gguf} and so on are one model. A
 * quantization is found in a file's path where it stands between dots, dashes and slashes: {@code Q4_K_M} is in
 * {@code story-1B.Q4_K_M.gguf} and in {@code Q4_K_M/story-00001-of-00002.gguf}; {@code Q4_K} is in neither.
 */
final class Choice {

    /** What is taken when a name leaves it open and there are several. */
    static final String USUAL = "Q4_K_M";

    private static final Pattern SPLIT = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");
    private static final int SHOWN = 40;

    private Choice() {}

    /**
     * The models among files.
     *
     * @param paths of all files
     * @return by the path of the first file: all files of a model, in order; incomplete ones are left out
     */
    static Map<String, List<String>> models(Collection<String> paths) {
        Map<String, List<String>> models = new TreeMap<>();
        for (String path : paths) {
            Matcher split = SPLIT.matcher(path);
            if (!path.endsWith(".gguf") || isCompanion(path)) {
                continue;
            }
            if (!split.matches()) {
                models.put(path, List.of(path));
            } else if (split.group(2).equals("00001")) {
                List<String> parts = parts(split.group(1), Integer.parseInt(split.group(3)));
                if (paths.containsAll(parts)) {
                    models.put(path, parts);
                }
            }
        }
        return models;
    }

    /** Projectors of pictures and statistics for quantizing end in .gguf too, but are no models. */
    private static boolean isCompanion(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.startsWith("mmproj") || name.contains("imatrix");
    }

    private static List<String> parts(String stem, int count) {
        List<String> parts = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            parts.add(String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", stem, number, count));
        }
        return parts;
    }

    /**
     * The files that a name means.
     *
     * @param where what has the files, for messages
     * @throws IllegalArgumentException when there are none, or several models
     */
    static List<String> of(HubModel model, Collection<String> paths, String where) {
        Map<String, List<String>> models = models(paths);
        if (models.isEmpty()) {
            throw new IllegalArgumentException(model + ": no model in GGUF in " + where + " (expected: a repository "
                    + "with .gguf files; many models have one whose name ends in -GGUF)");
        }
        String choice = model.choice();
        List<String> found = choice == null ? usual(models) : matching(models, choice);
        if (found.size() != 1) {
            throw new IllegalArgumentException(model + ": " + (found.isEmpty() ? "nothing" : "several")
                    + " of that name " + "in " + where + " (expected: one of " + shown(model, models, found) + ")");
        }
        return Objects.requireNonNull(models.get(found.getFirst()));
    }

    private static List<String> usual(Map<String, List<String>> models) {
        List<String> usual = matching(models, USUAL);
        return models.size() > 1 && usual.size() == 1 ? usual : List.copyOf(models.keySet());
    }

    private static List<String> matching(Map<String, List<String>> models, String choice) {
        if (choice.endsWith(".gguf")) {
            return models.entrySet()
                    .stream()
                    .filter(model -> model.getValue().contains(choice) || model.getKey().endsWith("/" + choice))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        Pattern tag = Pattern.compile("(^|.*[-./])" + Pattern.quote(choice) + "([-./].*|$)", Pattern.CASE_INSENSITIVE);
        return models.keySet().stream().filter(path -> tag.matcher(path).matches()).toList();
    }

    private static String shown(HubModel model, Map<String, List<String>> models, List<String> found) {
        Collection<String> all = found.isEmpty() ? models.keySet() : found;
        List<String> names = all.stream().limit(SHOWN).map(path -> model.choosing(path).toString()).toList();
        return String.join(", ", names) + (all.size() > SHOWN ? ", ... " + all.size() + " in all" : "");
    }

    /** The shortest choice that means the model with a first file, for lists: its quantization, else the file. */
    static String shortest(String first, Collection<String> paths) {
        Map<String, List<String>> models = models(paths);
        @Nullable
        String tag = quantization(first);
        return tag != null && matching(models, tag).size() == 1 ? tag : first;
    }

    private static @Nullable String quantization(String path) {
        Matcher tag = Pattern.compile("(?i)(?:^|.*[-./])((?:i?q\\d|f16|f32|bf16|mxfp4|tq\\d)[a-z0-9_]*)(?:[-./].*)")
                .matcher(path);
        return tag.matches() ? tag.group(1) : null;
    }
}
