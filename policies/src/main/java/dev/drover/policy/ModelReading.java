package dev.drover.policy;

import dev.drover.inference.option.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the spec of a {@link Model} document. */
final class ModelReading {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final String KEY_FORM = "{env: NAME} or {file: PATH}; a key itself never stands in a document";
    private static final URI NO_URL = URI.create("http://invalid");

    private final Report report;
    private final Catalogue catalogue;

    ModelReading(Report report, Catalogue catalogue) {
        this.report = report;
        this.catalogue = catalogue;
    }

    Model read(String name, Fields spec) {
        List<String> aliases = spec.texts("aliases", "a name; a star in it matches any text");
        Integer context = spec.has("context") ? spec.integer("context", 1, 100_000_000, 1) : null;
        Model.Price price = price(spec.mapping("price"));
        Model.Clocks clocks = clocks(spec.mapping("clocks"));
        Model.Source source = source(spec);
        spec.refuseOthers();
        return new Model(name, aliases, context, price, clocks, source);
    }

    private static Model.Price price(Fields price) {
        double input = price.number("inputPerMillion", 0, 1_000_000, 0);
        double output = price.number("outputPerMillion", 0, 1_000_000, 0);
        String currency = price.text("currency", "three capital letters", Model.Price.FREE.currency());
        if (!currency.isEmpty() && !CURRENCY.matcher(currency).matches()) {
            price.problem("currency", "\"" + currency + "\" (expected: three capital letters, such as USD)");
        }
        price.refuseOthers();
        return new Model.Price(input, output, currency);
    }

    private static Model.Clocks clocks(Fields clocks) {
        Model.Clocks standard = Model.Clocks.STANDARD;
        Duration connect = or(clocks.duration("connect"), standard.connect());
        Duration firstToken = or(clocks.duration("firstToken"), standard.firstToken());
        Duration idle = or(clocks.duration("idle"), standard.idle());
        Duration total = or(clocks.duration("total"), standard.total());
        Duration keepAlive = or(clocks.duration("keepAlive"), standard.keepAlive());
        clocks.refuseOthers();
        return new Model.Clocks(connect, firstToken, idle, total, keepAlive);
    }

    private static Duration or(@Nullable Duration duration, Duration otherwise) {
        return duration == null ? otherwise : duration;
    }

    private Model.Source source(Fields spec) {
        boolean remote = spec.has("deployments");
        boolean local = spec.has("local");
        if (remote == local) {
            report.add("spec", (remote ? "both deployments and local" : "neither deployments nor local")
                    + " (expected: one of them); say where the model runs");
        }
        if (local) {
            Fields place = spec.mapping("local");
            String file = place.text("file", "a GGUF file, or bundled: and a name");
            place.refuseOthers();
            return new Model.Local(file);
        }
        List<Model.Deployment> deployments = spec.items("deployments", this::deployment);
        if (spec.node("deployments") instanceof Node.Sequence && deployments.isEmpty()) {
            spec.problem("deployments", "an empty list (expected: at least one deployment)");
        }
        return new Model.Remote(deployments);
    }

    private Model.Deployment deployment(String path, Node node) {
        Fields fields = Fields.of(report, path, node);
        String provider = fields.text("provider", "a provider, one of " + sorted());
        if (!provider.isEmpty() && !catalogue.providers().contains(provider)) {
            fields.problem("provider",
                    "\"" + provider + "\" (expected: "
                            + Names.nearest(provider, catalogue.providers())
                                    .map(name -> name + "?")
                                    .orElse("one of " + sorted())
                            + ")");
        }
        URI url = url(fields);
        String model = fields.text("model", "the model's name there, or \"*\" for the name that was asked for");
        SecretReference key = fields.has("key") ? key(fields) : null;
        int weight = fields.integer("weight", 1, 1_000, 1);
        int tier = fields.integer("tier", 0, 9, 0);
        fields.refuseOthers();
        return new Model.Deployment(provider, url, model, key, weight, tier);
    }

    private String sorted() {
        return String.join(", ", catalogue.providers().stream().sorted().toList());
    }

    /** The address; one with user info is refused without repeating it. */
    private static URI url(Fields fields) {
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

    /** A key's reference. Nothing written here is ever repeated in a message: it may be the key itself. */
    private @Nullable SecretReference key(Fields deployment) {
        String path = deployment.pathOf("key");
        if (!(deployment.node("key") instanceof Node.Mapping mapping)) {
            report.add(path, "not a reference (expected: " + KEY_FORM + ")");
            return null;
        }
        Fields fields = Fields.of(report, path, mapping);
        if (fields.has("env") == fields.has("file") || mapping.entries().size() != 1) {
            report.add(path, "not one reference (expected: " + KEY_FORM + ")");
            return null;
        }
        String kind = fields.has("env") ? "env" : "file";
        String value = fields.node(kind) instanceof Node.Scalar scalar && scalar.value() instanceof String text ? text
                : "";
        boolean env = kind.equals("env");
        boolean fits = env ? VARIABLE.matcher(value).matches() : !value.isBlank() && value.indexOf('\0') < 0;
        if (!fits) {
            fields.problem(kind, env
                    ? "not the name of an environment variable (expected: letters, digits and _); a key itself never "
                            + "stands in a document"
                    : "not the name of a file (expected: a path)");
            return null;
        }
        return env ? new SecretReference.Environment(value) : new SecretReference.File(value);
    }
}
