package dev.drover.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads documents and validates them as a whole: either all of them are put in force, or none is and every problem is
 * named. Safe for use by many threads.
 */
public final class PolicyReader {

    /** The first line of every document. */
    public static final String API_VERSION = "drover.dev/v1";

    private static final int MAX_FILES = 1_000;

    private final Catalogue catalogue;

    /** Creates one that knows what a catalogue lists. */
    public PolicyReader(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Reads texts.
     *
     * @param sources the texts, in order
     * @param number the number of the set's version
     * @throws InvalidPolicies with every problem
     */
    public PolicySet read(List<PolicySource> sources, long number) {
        return read(sources, number, new ArrayList<>());
    }

    /**
     * Reads a folder: its files that end in {@code .yaml} or {@code .yml}, by name. Hidden files and folders below it
     * are left alone.
     *
     * @param folder the folder
     * @param number the number of the set's version
     * @throws InvalidPolicies with every problem, also when the folder or a file cannot be read
     */
    public PolicySet readFolder(Path folder, long number) {
        List<Problem> problems = new ArrayList<>();
        List<PolicySource> sources = new ArrayList<>();
        try {
            for (Path file : files(folder)) {
                source(file, sources, problems);
            }
        } catch (IOException failure) {
            problems.add(new Problem(folder.toString(), 0, 0, "",
                    "cannot be read (expected: a folder of .yaml files): " + failure.getClass().getSimpleName()));
        }
        return read(sources, number, problems);
    }

    /** The files of a folder that are read, by name. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                String name = file.getFileName().toString();
                return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"))
                        && !Files.isDirectory(file);
            }).sorted(Comparator.comparing(file -> file.getFileName().toString())).limit(MAX_FILES + 1L).toList();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void source(Path file, List<PolicySource> sources, List<Problem> problems) {
        String name = file.getFileName().toString();
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 4L * YamlTree.MAX_CHARACTERS) {
                problems.add(new Problem(name, 0, 0, "", "not a file of at most " + YamlTree.MAX_CHARACTERS
                        + " characters (expected: one); split it into several"));
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            sources.add(new PolicySource(name, text));
        } catch (CharacterCodingException malformed) {
            problems.add(new Problem(name, 0, 0, "", "bytes that are not UTF-8 (expected: UTF-8); save it as UTF-8"));
        } catch (IOException failure) {
            problems.add(new Problem(name, 0, 0, "",
                    "cannot be read (expected: a readable file): " + failure.getClass().getSimpleName()));
        }
    }

    private PolicySet read(List<PolicySource> sources, long number, List<Problem> problems) {
        if (sources.size() > MAX_FILES) {
            throw new InvalidPolicies(List.of(new Problem("folder", 0, 0, "",
                    "more than " + MAX_FILES + " files (expected: fewer); put several documents in one")));
        }
        List<Node> trees = new ArrayList<>();
        List<Parsed<Model>> models = new ArrayList<>();
        List<Parsed<RoutePolicy>> policies = new ArrayList<>();
        for (PolicySource source : sources) {
            List<Node> documents = YamlTree.read(source, problems);
            for (int i = 0; i < documents.size(); i++) {
                trees.add(documents.get(i));
                Report report = new Report(source.name(), i + 1, documents.get(i), problems);
                document(report, documents.get(i), models, policies);
            }
        }
        new Consistency(models, policies).check();
        if (trees.isEmpty() && problems.isEmpty()) {
            problems.add(
                    new Problem("folder", 0, 0, "", "no documents (expected: at least one Model in a .yaml file)"));
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line));
            throw new InvalidPolicies(problems);
        }
        return new PolicySet(new PolicyVersion(number, ContentHash.of(trees)),
                models.stream().map(Parsed::content).toList(), policies.stream().map(Parsed::content).toList());
    }

    private void document(Report report, Node root, List<Parsed<Model>> models, List<Parsed<RoutePolicy>> policies) {
        Fields fields = Fields.of(report, "", root);
        String version = fields.text("apiVersion", API_VERSION);
        if (!version.isEmpty() && !version.equals(API_VERSION)) {
            fields.problem("apiVersion", "\"" + version + "\" (expected: " + API_VERSION + ")");
        }
        String kind = fields.text("kind", "Model or RoutePolicy");
        Fields metadata = fields.mapping("metadata");
        String name = DocumentNames.read(metadata, "name");
        metadata.refuseOthers();
        Fields spec = fields.mapping("spec");
        fields.refuseOthers();
        switch (kind) {
            case "Model" -> models.add(new Parsed<>(new ModelReading(report, catalogue).read(name, spec), report));
            case "RoutePolicy" ->
                policies.add(new Parsed<>(new RoutePolicyReading(report, catalogue).read(name, spec), report));
            case "" -> {}
            default -> fields.problem("kind", "\"" + kind + "\" (expected: Model or RoutePolicy)");
        }
    }
}
