package dev.drover.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads the documents of one text into trees, event by event, so that nothing hostile is built before it is refused:
 * anchors are never expanded, nesting and sizes are bounded, a key that occurs twice is a problem rather than a race.
 */
final class YamlTree {

    /** The deepest nesting of a document. */
    static final int MAX_DEPTH = 32;
    /** The longest text, in characters. */
    static final int MAX_CHARACTERS = 1_000_000;
    /** The most values of a text. */
    static final int MAX_VALUES = 100_000;

    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final PolicySource source;
    private final List<Problem> problems;
    private final Report report;
    private int values;

    private YamlTree(PolicySource source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
        this.report = new Report(source.name(), 0, null, problems);
    }

    /**
     * The documents of a text, empty ones left out.
     *
     * @param problems what is wrong with it is added here; when it cannot be read to its end, the documents before that
     *        point are given
     */
    static List<Node> read(PolicySource source, List<Problem> problems) {
        return new YamlTree(source, problems).documents();
    }

    private List<Node> documents() {
        List<Node> documents = new ArrayList<>();
        if (source.text().length() > MAX_CHARACTERS) {
            report.add("", source.text().length() + " characters (expected: at most " + MAX_CHARACTERS
                    + "); split it into several files");
            return documents;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), source.text())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                Node document = node(parser, parser.currentTokenLocation().getLineNr(), 0);
                if (!(document instanceof Node.Scalar scalar && scalar.value() == null)) {
                    documents.add(document);
                }
            }
        } catch (Refused refused) {
            report.addAt(refused.line, String.valueOf(refused.getMessage()));
        } catch (JacksonException failure) {
            report.addAt(failure.getLocation() == null ? 0 : Math.max(0, failure.getLocation().getLineNr()),
                    "not YAML: " + withoutSource(failure.getOriginalMessage()));
        } catch (RuntimeException failure) {
            report.addAt(0, "not YAML: " + withoutSource(failure.getMessage()));
        }
        return documents;
    }

    /** A parser's complaint without the lines of the file it quotes, which may hold what nobody should read. */
    private static String withoutSource(@Nullable String message) {
        String text = message == null ? ""
                : message.lines()
                        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                        .limit(3)
                        .collect(Collectors.joining(", "));
        return (text.length() > 200 ? text.substring(0, 200) + "…" : text) + " (expected: documents separated by ---)";
    }

    private Node node(JsonParser parser, int line, int depth) {
        if (++values > MAX_VALUES) {
            throw new Refused(line, "more than " + MAX_VALUES + " values (expected: fewer); split it into files");
        }
        if (depth > MAX_DEPTH) {
            throw new Refused(line, "nested deeper than " + MAX_DEPTH + " levels (expected: less)");
        }
        if (((YAMLParser) parser).isCurrentAlias()) {
            throw new Refused(line, "a YAML alias (expected: the value itself); write it out, or quote a text that "
                    + "begins with a star");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line, depth);
            case START_ARRAY -> sequence(parser, line, depth);
            case VALUE_TRUE -> new Node.Scalar(line, true);
            case VALUE_FALSE -> new Node.Scalar(line, false);
            case VALUE_NULL -> new Node.Scalar(line, null);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(line, number(parser.getString()));
            case VALUE_STRING -> new Node.Scalar(line, parser.getString());
            default -> throw new Refused(line, "a value of a type documents do not have (expected: a text, a number, "
                    + "true, false, a list or a mapping)");
        };
    }

    private Node mapping(JsonParser parser, int line, int depth) {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            int at = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            if (entries.putIfAbsent(name, node(parser, at, depth + 1)) != null) {
                problems.add(new Problem(source.name(), 0, at, name,
                        "written twice in one mapping (expected: once); remove one"));
            }
        }
        return new Node.Mapping(line, entries);
    }

    private Node sequence(JsonParser parser, int line, int depth) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw new Refused(line, "a list that does not end (expected: ])");
            }
            items.add(node(parser, parser.currentTokenLocation().getLineNr(), depth + 1));
        }
        return new Node.Sequence(line, items);
    }

    private static Object number(String written) {
        try {
            return Long.valueOf(written);
        } catch (NumberFormatException notWhole) {
            try {
                double number = Double.parseDouble(written);
                return Double.isFinite(number) ? number : written;
            } catch (NumberFormatException notPlain) {
                return written;
            }
        }
    }

    /** Ends the reading of a text. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int line;

        Refused(int line, String message) {
            super(message, null, false, false);
            this.line = line;
        }
    }
}
