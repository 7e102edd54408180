package dev.drover.gateway.provider.bedrock;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who signs requests.
 *
 * @param id the access key's id, which is no secret
 * @param secret the secret access key
 * @param token the session's token, for temporary credentials; null for lasting ones
 */
record Credentials(String id, String secret, @Nullable String token) {

    private static final String ID = "aws_access_key_id";
    private static final String SECRET = "aws_secret_access_key";
    private static final String TOKEN = "aws_session_token";

    /**
     * Reads credentials.
     *
     * @param text {@code ID:SECRET} or {@code ID:SECRET:TOKEN}, or a shared credentials file of Amazon's tools
     * @param profile the section to read of such a file
     * @throws IllegalStateException when it is neither; the message repeats nothing of it
     */
    static Credentials of(String text, String profile) {
        if (text.contains(ID)) {
            Map<String, String> section = section(text, profile);
            return of(section::get, ID, SECRET, TOKEN, "key: the file's section [" + profile + "] has no ");
        }
        List<String> parts = Arrays.asList(text.strip().split(":", 3));
        if (parts.size() < 2 || parts.stream().anyMatch(String::isBlank)) {
            throw new IllegalStateException("key: no credentials (expected: ACCESS_KEY_ID:SECRET_ACCESS_KEY, behind "
                    + "temporary ones :SESSION_TOKEN, or a credentials file of Amazon's tools)");
        }
        return new Credentials(parts.get(0), parts.get(1), parts.size() == 3 ? parts.get(2) : null);
    }

    /**
     * The credentials in the variables that Amazon's tools read.
     *
     * @throws IllegalStateException when there are none
     */
    static Credentials in(Function<String, @Nullable String> environment) {
        return of(environment, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
                "key: missing, and the environment has no ");
    }

    private static Credentials of(Function<String, @Nullable String> values, String id, String secret, String token,
            String missing) {
        String session = values.apply(token);
        return new Credentials(required(values, id, missing), required(values, secret, missing),
                session == null || session.isBlank() ? null : session);
    }

    private static String required(Function<String, @Nullable String> values, String name, String missing) {
        String value = values.apply(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(missing + name + " (expected: credentials); set it, or say key:");
        }
        return value;
    }

    private static Map<String, String> section(String text, String wanted) {
        Map<String, String> section = new HashMap<>();
        boolean inside = false;
        for (String line : text.lines().map(String::strip).toList()) {
            int equals = line.indexOf('=');
            if (line.startsWith("[")) {
                inside = line.equals("[" + wanted + "]");
            } else if (inside && equals > 0) {
                section.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return section;
    }

    /** What no message may repeat. */
    List<String> secrets() {
        return token == null ? List.of(secret) : List.of(secret, token);
    }

    @Override
    public String toString() {
        return "credentials of " + id;
    }
}
