package dev.drover.engine.tokenizer;

import dev.drover.engine.gguf.GgufFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Vocabularies of real models and what they make of texts; tests that need them are skipped where they are absent. */
final class TokenizerData {

    private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

    private TokenizerData() {}

    /** A text and the tokens that the model's own tokenizer made of it. */
    record Vector(String text, int[] tokens) {}

    /** A file of the data directory. */
    static Path file(String name) {
        Path found = find(name);
        if (found == null) {
            throw new TestAbortedException("data file: " + name
                    + " is absent (expected: below $DROVER_DATA or below ../shared/data of a folder above)");
        }
        return found;
    }

    private static @Nullable Path find(String name) {
        String given = System.getenv("DROVER_DATA");
        if (given != null) {
            Path path = Path.of(given, name);
            return Files.exists(path) ? path : null;
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path path = at.resolve("../shared/data").resolve(name).normalize();
            if (Files.exists(path)) {
                return path;
            }
        }
        return null;
    }

    static String text(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(file(name));
        if (!name.endsWith(".gz")) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(file(name)))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The vocabulary of a file named like {@code gpt-2}. */
    static GgufVocabulary vocabulary(String name) throws IOException {
        try (GgufFile file = GgufFile.open(file("tokenizer/ggml-vocab-" + name + ".gguf"))) {
            return Tokenizers.of(file.metadata().asMap());
        }
    }

    /** The vectors of a file named like {@code gpt-2}. */
    static List<Vector> vectors(String name) throws IOException {
        String[] texts = text("tokenizer/ggml-vocab-" + name + ".gguf.inp").split(SEPARATOR, -1);
        List<String> lines = text("tokenizer/ggml-vocab-" + name + ".gguf.out").lines().toList();
        List<Vector> vectors = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            vectors.add(new Vector(texts[at], numbers(lines.get(at).trim(), " +")));
        }
        return vectors;
    }

    static int[] numbers(String text, String separator) {
        return text.isEmpty() ? new int[0] : Arrays.stream(text.split(separator)).mapToInt(Integer::parseInt).toArray();
    }

    /** Metadata with the tokens of a file of byte strings by rank, whose merges are what must have made them. */
    static Map<String, Object> ranked(String name) throws IOException {
        Map<String, Integer> ranks = new HashMap<>();
        for (String line : Files.readAllLines(file("tokenizer/" + name))) {
            int blank = line.indexOf(' ');
            byte[] bytes = Base64.getDecoder().decode(line.substring(0, blank));
            ranks.put(new String(bytes, StandardCharsets.ISO_8859_1), Integer.valueOf(line.substring(blank + 1)));
        }
        Map<Integer, String> ordered = new TreeMap<>();
        ranks.forEach((bytes, rank) -> ordered.put(rank, bytes));
        List<String> tokens = new ArrayList<>();
        List<String> merges = new ArrayList<>();
        ordered.forEach((rank, bytes) -> {
            while (tokens.size() < rank) {
                tokens.add("[PAD" + tokens.size() + "]");
            }
            tokens.add(visible(bytes));
            if (bytes.length() > 1) {
                merges.add(halves(bytes, rank, ranks));
            }
        });
        return new HashMap<>(Map.of("tokenizer.ggml.model", "gpt2", "tokenizer.ggml.tokens", tokens,
                "tokenizer.ggml.merges", merges));
    }

    private static String halves(String bytes, int limit, Map<String, Integer> ranks) {
        List<String> parts = new ArrayList<>(bytes.chars().mapToObj(Character::toString).toList());
        while (parts.size() > 2) {
            int best = -1;
            int least = limit;
            for (int at = 0; at + 1 < parts.size(); at++) {
                int rank = ranks.getOrDefault(parts.get(at) + parts.get(at + 1), Integer.MAX_VALUE);
                if (rank < least) {
                    least = rank;
                    best = at;
                }
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
        return visible(parts.getFirst()) + " " + visible(parts.getLast());
    }

    private static String visible(String bytes) {
        return ByteAlphabet.visible(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
