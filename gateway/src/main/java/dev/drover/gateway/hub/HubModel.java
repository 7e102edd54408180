package dev.drover.gateway.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model of a hub, as people name it: {@code OWNER/NAME[@REVISION][:QUANTIZATION|FILE]}.
 *
 * @param repository owner and name, such as {@code someone/story-1B-GGUF}
 * @param revision a branch, a tag or a commit
 * @param choice which of the repository's models: a quantization such as {@code Q4_K_M}, or a file that ends in
 *        {@code .gguf}; null when that is left open
 */
public record HubModel(String repository, String revision, @Nullable String choice) {

    /** The revision of a name that says none. */
    public static final String MAIN = "main";

    private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final Pattern NAME = Pattern
            .compile("(" + PART + "/" + PART + ")(?:@([A-Za-z0-9][A-Za-z0-9._/-]{0,199}))?(?::([^:]{1,400}))?");

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static HubModel parse(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || name.contains("..")) {
            throw new IllegalArgumentException("model: " + name + " (expected: OWNER/NAME, OWNER/NAME:Q4_K_M, "
                    + "OWNER/NAME:FILE.gguf or OWNER/NAME@REVISION:Q4_K_M)");
        }
        return new HubModel(parts.group(1), parts.group(2) == null ? MAIN : parts.group(2), parts.group(3));
    }

    /** Whether a text has the form of a name, and not that of a file in a folder. */
    public static boolean names(String text) {
        Matcher parts = NAME.matcher(text);
        return parts.matches() && !text.contains("..") && !parts.group(1).endsWith(".gguf");
    }

    /** The same repository and revision with another choice. */
    public HubModel choosing(String other) {
        return new HubModel(repository, revision, other);
    }

    /** The name, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return repository + (revision.equals(MAIN) ? "" : "@" + revision) + (choice == null ? "" : ":" + choice);
    }
}
