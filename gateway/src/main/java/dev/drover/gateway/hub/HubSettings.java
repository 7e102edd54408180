package dev.drover.gateway.hub;

import dev.drover.gateway.proxy.EnvironmentProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which hub, and who asks.
 *
 * @param endpoint the hub's address, without a slash at the end
 * @param token proves who asks; null for nobody in particular
 * @param proxies how addresses are reached
 */
public record HubSettings(URI endpoint, @Nullable String token, EnvironmentProxy proxies) {

    private static final String STANDARD = "https://huggingface.co";

    /** Checks that the token stays a secret. */
    public HubSettings {
        if (token != null && !Origin.keepsSecrets(endpoint)) {
            throw new IllegalArgumentException("HF_ENDPOINT: " + endpoint + " would be sent the token where others can "
                    + "read it (expected: an https address, or no token)");
        }
    }

    /**
     * Settings as other tools of that hub read them: {@code HF_ENDPOINT}; {@code HF_TOKEN}, else the file
     * {@code HF_TOKEN_PATH}, {@code $HF_HOME/token} or {@code huggingface/token} in the user's cache folder; proxies.
     *
     * @param environment the environment's variables
     * @param caches the user's cache folder
     * @param tokenFile a file with the token, before all others; null for none
     * @throws IllegalArgumentException when a setting is wrong
     */
    public static HubSettings of(Map<String, String> environment, Path caches, @Nullable Path tokenFile) {
        String endpoint = environment.getOrDefault("HF_ENDPOINT", "").strip();
        return new HubSettings(endpoint(endpoint.isEmpty() ? STANDARD : endpoint),
                token(environment, caches, tokenFile), new EnvironmentProxy(environment));
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().matches("(?i)https?")
                    && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw new IllegalArgumentException("HF_ENDPOINT: " + text + " (expected: an address such as " + STANDARD + ")");
    }

    private static @Nullable String token(Map<String, String> environment, Path caches, @Nullable Path tokenFile) {
        if (tokenFile != null) {
            return read(tokenFile, "token-file: " + tokenFile);
        }
        String variable = environment.getOrDefault("HF_TOKEN", "").strip();
        if (!variable.isEmpty()) {
            return checked(variable, "HF_TOKEN");
        }
        String path = environment.getOrDefault("HF_TOKEN_PATH", "").strip();
        if (!path.isEmpty()) {
            return read(Path.of(path), "HF_TOKEN_PATH: " + path);
        }
        String home = environment.getOrDefault("HF_HOME", "").strip();
        Path usual = (home.isEmpty() ? caches.resolve("huggingface") : Path.of(home)).resolve("token");
        return Files.isReadable(usual) ? read(usual, usual.toString()) : null;
    }

    private static String read(Path file, String name) {
        try {
            return checked(Files.readString(file).strip(), name);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(name + " cannot be read (expected: a text file with a token)");
        }
    }

    private static String checked(String token, String name) {
        if (!token.matches("[!-~]{1,1000}")) {
            throw new IllegalArgumentException(name + ": no token in it (expected: one word of visible letters)");
        }
        return token;
    }

    /** Without the token, so that no log ever has it. */
    @Override
    public String toString() {
        return endpoint + (token == null ? "" : ", with a token");
    }
}
