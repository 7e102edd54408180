package dev.drover.policy;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the spec of a {@link Model} document. */
final class ModelReading {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

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
            String file = place.text("file", "a GGUF file, bundled: or hub: and a name");
            List<Integer> dimensions = place.integers("dimensions", 1, 1_000_000);
            place.refuseOthers();
            return new Model.Local(file, dimensions);
        }
        List<Model.Deployment> deployments = spec.items("deployments", new DeploymentReading(report, catalogue)::read);
        if (spec.node("deployments") instanceof Node.Sequence && deployments.isEmpty()) {
            spec.problem("deployments", "an empty list (expected: at least one deployment)");
        }
        return new Model.Remote(deployments);
    }
}
