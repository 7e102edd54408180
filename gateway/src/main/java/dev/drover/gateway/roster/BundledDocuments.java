package dev.drover.gateway.roster;

import dev.drover.policy.PolicySource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes with the gateway: the policies that hold when no folder is named, and learned routers. */
public final class BundledDocuments {

    private static final List<String> POLICIES = List.of("models.yaml", "default.yaml");
    private static final String FOLDER = "/dev/drover/gateway/policies/";
    private static final String ROUTERS = "/dev/drover/gateway/routers/";

    private BundledDocuments() {}

    static List<PolicySource> policies() {
        return POLICIES.stream()
                .map(name -> new PolicySource("bundled " + name,
                        new String(java.util.Objects.requireNonNull(resource(FOLDER + name)), StandardCharsets.UTF_8)))
                .toList();
    }

    /** The bytes of a bundled router; null when this build has none of that name. */
    public static byte @Nullable [] router(String name) {
        return name.matches("[a-z0-9-]+") ? resource(ROUTERS + name + ".router") : null;
    }

    private static byte @Nullable [] resource(String path) {
        try (InputStream in = BundledDocuments.class.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(path + " cannot be read (expected: a resource of this program)", failure);
        }
    }
}
