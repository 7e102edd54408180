package dev.drover.policy;

import dev.drover.inference.option.Options;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one of a remote model's deployments. */
final class DeploymentReading {

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9._~$-]{1,100}");
    /** Headers that hold keys, and those that belong to the connection. */
    private static final Set<String> KEY_HEADERS = Set.of("authorization", "proxy-authorization", "x-api-key",
            "api-key", "x-goog-api-key", "cookie");
    private static final Set<String> KEY_PARAMETERS = Set.of("key", "api_key", "api-key", "access_token", "token");
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "content-type", "transfer-encoding",
            "connection", "accept-encoding", "expect", "upgrade", "te");
    private static final URI NO_URL = URI.create("http://invalid");

    private final Report report;
    private final Catalogue catalogue;

    DeploymentReading(Report report, Catalogue catalogue) {
        this.report = report;
        this.catalogue = catalogue;
    }

    Model.Deployment read(String path, Node node) {
        Fields fields = Fields.of(report, path, node);
        String name = fields.text("provider", "a provider, " + CatalogueOptions.oneOf(catalogue.providers().keySet()));
        Catalogue.Provider provider = catalogue.providers().get(name);
        URI url = url(fields, provider == null ? null : provider.url());
        String model = fields.text("model", "the model's name there, or \"*\" for the name that was asked for");
        SecretReference key = fields.has("key") ? new SecretReading(report).read(fields, "key") : null;
        int weight = fields.integer("weight", 1, 1_000, 1);
        int tier = fields.integer("tier", 0, 9, 0);
        Map<String, String> headers = map(fields, "headers", HEADER, "the name of a header");
        headers.keySet().forEach(header -> refuse(fields, header));
        Map<String, String> query = map(fields, "query", PARAMETER, "the name of a parameter");
        query.keySet()
                .stream()
                .filter(KEY_PARAMETERS::contains)
                .forEach(parameter -> fields.problem("query",
                        parameter + " (expected: no parameter that holds a key); put the key under key:"));
        Limits limits = new Limits(fields.integer("concurrent", 1, 1_000_000, Limits.STANDARD.concurrent()),
                fields.has("perMinute") ? fields.integer("perMinute", 1, 10_000_000, 1) : null);
        Connection connection = new ConnectionReading(report).read(fields, "https".equalsIgnoreCase(url.getScheme()));
        Options options = CatalogueOptions.read(fields, "provider", name, catalogue.deployments());
        if (provider == null) {
            fields.refuseOthers();
        }
        return new Model.Deployment(name, url, model, key, weight, tier,
                new Model.Call(headers, query, options, connection), limits);
    }

    /** Texts by name. */
    private static Map<String, String> map(Fields deployment, String key, Pattern form, String expected) {
        Map<String, String> texts = new LinkedHashMap<>();
        Fields fields = deployment.mapping(key);
        fields.others().keySet().forEach(name -> {
            if (form.matcher(name).matches()) {
                texts.put(name, fields.text(name, "a text"));
            } else {
                fields.problem(name, "a name with other characters (expected: " + expected + ")");
            }
        });
        return texts;
    }

    private static void refuse(Fields deployment, String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (KEY_HEADERS.contains(lower)) {
            deployment.problem("headers", header + " (expected: no header that holds a key); put the key under key:");
        } else if (OWN_HEADERS.contains(lower)) {
            deployment.problem("headers", header + " (expected: no header of the connection itself); leave it out");
        }
    }

    /** The address; one with user info is refused without repeating it. */
    private static URI url(Fields fields, @Nullable URI standard) {
        if (standard != null && !fields.has("url")) {
            return standard;
        }
        String written = fields.text("url", "an http or https address");
        if (written.isEmpty()) {
            return NO_URL;
        }
        if (written.indexOf('@') >= 0) {
            fields.problem("url", "an address with @ (expected: no user or password); put the key under key:");
            return NO_URL;
        }
        try {
            URI url = new URI(written);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!List.of("http", "https").contains(scheme) || url.getHost() == null) {
                fields.problem("url", "\"" + shown(written)
                        + "\" (expected: an http or https address, such as https://host.example/v1)");
                return NO_URL;
            }
            if (url.getRawQuery() != null || url.getRawFragment() != null || url.getPort() > 65_535) {
                fields.problem("url", "\"" + shown(written)
                        + "\" (expected: scheme, host, port and path only); leave out what follows ? or #");
                return NO_URL;
            }
            return url;
        } catch (URISyntaxException malformed) {
            fields.problem("url",
                    "\"" + shown(written) + "\" (expected: an http or https address, such as https://host.example/v1)");
            return NO_URL;
        }
    }

    /** An address without its query, which may hold a key. */
    private static String shown(String url) {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end) + "?…";
    }
}
