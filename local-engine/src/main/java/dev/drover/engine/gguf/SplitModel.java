package dev.drover.engine.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model in several files beside each other, {@code NAME-00001-of-00003.gguf} and so on. Each says which it is
 * ({@code split.no}, from 0), how many there are ({@code split.count}) and how many tensors they hold together
 * ({@code split.tensors.count}); the first has the model's metadata as well.
 */
final class SplitModel {

    /** What the keys begin with that are about one of several files. */
    static final String PREFIX = "split.";

    private static final String NUMBER = "split.no";
    private static final String COUNT = "split.count";
    private static final String TENSORS = "split.tensors.count";
    private static final int MOST = 65_535;
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");

    private SplitModel() {}

    /** In how many files the model of a file is; 1 for one that does not say. */
    static int count(ModelPart first) {
        return first.metadata().integer(COUNT) == null ? 1 : first.metadata().requiredInteger(COUNT, 1, MOST);
    }

    /**
     * All parts of a model, the first among them.
     *
     * @throws InvalidModelFile when one is absent, or they do not go together
     * @throws IOException when one cannot be read
     */
    static List<ModelPart> parts(Path path, ModelPart first, Arena arena) throws IOException {
        int count = count(first);
        if (count == 1) {
            return List.of(first);
        }
        List<ModelPart> parts = new ArrayList<>(List.of(first));
        String stem = stem(first, count);
        for (int number = 1; number < count; number++) {
            Path next = path.resolveSibling(name(stem, number, count));
            if (!Files.isRegularFile(next)) {
                throw first.metadata()
                        .refusal(COUNT, count, "as many files beside each other; " + next.getFileName() + " is absent");
            }
            parts.add(ModelPart.map(next, arena));
        }
        check(parts);
        return List.copyOf(parts);
    }

    /** What the names of all parts begin with. */
    private static String stem(ModelPart first, int count) {
        Matcher name = NAME.matcher(first.name());
        if (!name.matches()) {
            throw first.metadata()
                    .refusal(COUNT, count, "a file name such as " + name("NAME", 0, count) + ", to find the others by");
        }
        int number = first.metadata().requiredInteger(NUMBER, 0, count - 1);
        if (number != 0) {
            throw first.metadata().refusal(NUMBER, number, "0; open " + name(name.group(1), 0, count));
        }
        return name.group(1);
    }

    private static String name(String stem, int number, int count) {
        return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", stem, number + 1, count);
    }

    private static void check(List<ModelPart> parts) {
        Map<String, String> holders = new HashMap<>();
        for (int number = 0; number < parts.size(); number++) {
            ModelPart part = parts.get(number);
            require(part, COUNT, parts.size(), ", as the first file says");
            require(part, NUMBER, number, ", as the file's name says");
            for (String tensor : part.tensors().keySet()) {
                String before = holders.put(tensor, part.name());
                if (before != null) {
                    throw part.refusal(tensor, "a second time", "each name once; " + before + " has it too");
                }
            }
        }
        for (ModelPart part : parts) {
            require(part, TENSORS, holders.size(), ", as many as the " + parts.size() + " files hold");
        }
    }

    private static void require(ModelPart part, String key, int expected, String reason) {
        int said = part.metadata().requiredInteger(key, 0, Integer.MAX_VALUE);
        if (said != expected) {
            throw part.metadata().refusal(key, said, expected + reason);
        }
    }
}
