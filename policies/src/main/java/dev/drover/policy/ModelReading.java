package dev.drover.policy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
        Map<Trouble, List<String>> fallback = fallback(spec.mapping("fallback"));
        Model.Source source = source(spec);
        spec.refuseOthers();
        return new Model(name, aliases, context, price, clocks, source, fallback);
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
        Duration connect = clocks.duration("connect", standard.connect());
        Duration firstToken = clocks.duration("firstToken", standard.firstToken());
        Duration idle = clocks.duration("idle", standard.idle());
        Duration total = clocks.duration("total", standard.total());
        Duration keepAlive = clocks.duration("keepAlive", standard.keepAlive());
        clocks.refuseOthers();
        return new Model.Clocks(connect, firstToken, idle, total, keepAlive);
    }

    private static Map<Trouble, List<String>> fallback(Fields fallback) {
        Map<Trouble, List<String>> models = new EnumMap<>(Trouble.class);
        for (Trouble trouble : Trouble.values()) {
            if (fallback.has(trouble.word())) {
                models.put(trouble, fallback.texts(trouble.word(), "the name of a model or a cascade"));
            }
        }
        fallback.refuseOthers();
        return models;
    }

    private Model.Adapter adapter(String path, Node node) {
        Fields adapter = Fields.of(report, path, node);
        String file = adapter.text("file", "a GGUF file that holds an adapter");
        double scale = adapter.number("scale", -100, 100, 1);
        adapter.refuseOthers();
        return new Model.Adapter(file, scale);
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
            List<Model.Adapter> adapters = place.items("adapters", this::adapter);
            if (!dimensions.isEmpty() && !adapters.isEmpty()) {
                place.problem("adapters",
                        "given beside dimensions (expected: one of them); a model of embeddings has no " + "adapters");
            }
            place.refuseOthers();
            return new Model.Local(file, dimensions, adapters);
        }
        return new RemoteReading(report, catalogue).read(spec);
    }
}
