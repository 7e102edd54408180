package dev.drover.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** A hash of documents' content: keys sorted, documents sorted, layout and comments left out. */
final class ContentHash {

    private ContentHash() {}

    /** The first 16 hexadecimal digits. */
    static String of(List<Node> documents) {
        List<String> forms = documents.stream().map(ContentHash::form).sorted().toList();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(String.join("\n", forms).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256: missing (expected: in every Java)", missing);
        }
    }

    private static String form(Node node) {
        StringBuilder form = new StringBuilder();
        write(node, form);
        return form.toString();
    }

    private static void write(Node node, StringBuilder form) {
        switch (node) {
            case Node.Mapping mapping -> {
                form.append('{');
                new TreeMap<>(mapping.entries()).forEach((name, value) -> {
                    form.append(name.length()).append(':').append(name).append('=');
                    write(value, form);
                });
                form.append('}');
            }
            case Node.Sequence list -> {
                form.append('[');
                list.items().forEach(item -> write(item, form));
                form.append(']');
            }
            case Node.Scalar scalar -> {
                String text = String.valueOf(scalar.value());
                char type = switch (scalar.value()) {
                    case null -> 'n';
                    case String string -> 's';
                    case Boolean flag -> 'b';
                    case Object number -> 'd';
                };
                form.append(type).append(text.length()).append(':').append(text);
            }
        }
    }
}
