package dev.drover.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link Model} document says of a model behind providers. */
final class RemoteReading {

    private final Report report;
    private final Catalogue catalogue;

    RemoteReading(Report report, Catalogue catalogue) {
        this.report = report;
        this.catalogue = catalogue;
    }

    Model.Remote read(Fields spec) {
        List<Model.Deployment> deployments = spec.items("deployments", new DeploymentReading(report, catalogue)::read);
        if (spec.node("deployments") instanceof Node.Sequence && deployments.isEmpty()) {
            spec.problem("deployments", "an empty list (expected: at least one deployment)");
        }
        return new Model.Remote(deployments, balance(spec), breaker(spec.mapping("breaker")), hedge(spec));
    }

    private Balance balance(Fields spec) {
        if (!spec.has("balance")) {
            return Balance.STANDARD;
        }
        Fields balance = spec.mapping("balance");
        String by = balance.text("by", CatalogueOptions.oneOf(catalogue.balancers().keySet()));
        return new Balance(by, CatalogueOptions.read(balance, "by", by, catalogue.balancers()));
    }

    private static Breaker breaker(Fields breaker) {
        Breaker standard = Breaker.STANDARD;
        int window = breaker.integer("window", 1, 10_000, standard.window());
        int minimum = breaker.integer("minimum", 1, 10_000, Math.min(window, standard.minimum()));
        int failures = breaker.integer("failures", 1, 100, standard.failures());
        Breaker read = new Breaker(window, minimum, failures, breaker.duration("rest", standard.rest()),
                breaker.integer("trials", 1, 1_000, standard.trials()));
        if (minimum > window) {
            breaker.problem("minimum", minimum + " (expected: at most the window, " + window + ")");
        }
        breaker.refuseOthers();
        return read;
    }

    private static @Nullable Hedge hedge(Fields spec) {
        if (!spec.has("hedge")) {
            return null;
        }
        Fields hedge = spec.mapping("hedge");
        Hedge read = new Hedge(hedge.number("percentile", 50, 99.9, Hedge.USUAL_PERCENTILE),
                hedge.duration("atLeast", Hedge.USUAL_LEAST));
        hedge.refuseOthers();
        return read;
    }
}
