package dev.drover.policy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Takes the problems of one document and finds the line of each. */
final class Report {

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d{1,9})\\]");

    private final String file;
    private final int document;
    private final @Nullable Node root;
    private final List<Problem> problems;

    /**
     * Creates one.
     *
     * @param file the file's name
     * @param document which of the file, from 1; 0 for the file as a whole
     * @param root the document; null when there is none
     * @param problems where problems are added
     */
    Report(String file, int document, @Nullable Node root, List<Problem> problems) {
        this.file = file;
        this.document = document;
        this.root = root;
        this.problems = problems;
    }

    /** Adds a problem at a path; its line is that of the deepest part of the path that exists. */
    void add(String path, String message) {
        problems.add(new Problem(file, document, lineOf(path), path, message));
    }

    /** Adds a problem at a line. */
    void addAt(int line, String message) {
        problems.add(new Problem(file, document, line, "", message));
    }

    /** Where a path stands, for a problem of another document to point at. */
    String where(String path) {
        return file + ":" + lineOf(path);
    }

    private int lineOf(String path) {
        if (root == null) {
            return 0;
        }
        Node node = root;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            Node next = switch (node) {
                case Node.Mapping mapping when step.group(1) != null -> mapping.entries().get(step.group(1));
                case Node.Sequence list when step.group(2) != null ->
                    Integer.parseInt(step.group(2)) < list.items().size()
                            ? list.items().get(Integer.parseInt(step.group(2)))
                            : null;
                case Node other -> null;
            };
            if (next == null) {
                return node.line();
            }
            node = next;
        }
        return node.line();
    }
}
