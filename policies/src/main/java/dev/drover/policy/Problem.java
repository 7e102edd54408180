package dev.drover.policy;

/**
 * One thing wrong with the documents.
 *
 * @param file the file's name, or that of the source it came from
 * @param document which document of the file, from 1; 0 when it is the file as a whole
 * @param line the line in the file, from 1; 0 when there is none to name
 * @param path where in the document, such as {@code spec.route.candidates[1]}; empty for the whole document
 * @param message the value, what was expected and the cure; never the text of a secret
 */
public record Problem(String file, int document, int line, String path, String message) {

    /** The problem on one line: {@code file:line: path: value (expected: ...)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        } else if (document > 1) {
            text.append(", document ").append(document);
        }
        if (!path.isEmpty()) {
            text.append(": ").append(path);
        }
        return text.append(": ").append(message).toString();
    }
}
