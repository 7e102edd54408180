package dev.drover.gateway.roster;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.drafter.BuiltInDrafters;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.cascade.sequence.DeferralOptions;
import dev.drover.gateway.provider.BuiltInProviders;
import dev.drover.gateway.provider.Deployments;
import dev.drover.gateway.provider.balance.BuiltInBalancers;
import dev.drover.policy.Catalogue;
import dev.drover.policy.PolicyFolder;
import dev.drover.policy.PolicyListener;
import dev.drover.policy.PolicyReader;
import dev.drover.policy.PolicySet;
import dev.drover.policy.Problem;
import dev.drover.router.strategy.BuiltInStrategies;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roster in force. When the folder's documents change it is replaced in one step, and running requests keep theirs;
 * documents that cannot be put in force are refused with every problem in the log, and the last good ones stay.
 */
public final class Rosters implements Supplier<Roster>, PolicyListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rosters.class);

    private final @Nullable Path folder;
    private final @Nullable PolicyFolder documents;
    private final TokenModels models;
    private final LocalShelf shelf;
    private final Deployments deployments;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();
    private final AtomicReference<Roster> current = new AtomicReference<>();
    private volatile boolean refused;

    private Rosters(@Nullable Path folder, @Nullable PolicyFolder documents, TokenModels models,
            CircuitBreakerRegistry breakers) {
        this.folder = folder;
        this.documents = documents;
        this.models = models;
        this.deployments = new Deployments(breakers);
        this.shelf = new LocalShelf(models, ModelFiles.in(home()));
    }

    /**
     * Reads documents and gets everybody ready whom they name.
     *
     * @param folder the documents' folder, watched from now on; null for the bundled documents
     * @param models where models of this process are loaded
     * @param breakers where circuit breakers are kept
     * @throws dev.drover.policy.InvalidPolicies when the documents are bad
     * @throws IllegalArgumentException when a model cannot be loaded or a strategy cannot be made, with every problem
     */
    public static Rosters open(@Nullable Path folder, TokenModels models, CircuitBreakerRegistry breakers) {
        PolicyReader reader = new PolicyReader(catalogue());
        PolicyFolder documents = folder == null ? null : PolicyFolder.open(folder, reader);
        Rosters rosters = new Rosters(folder, documents, models, breakers);
        try {
            rosters.current.set(rosters
                    .build(documents == null ? reader.read(BundledDocuments.policies(), 1) : documents.current()));
        } catch (IllegalArgumentException unusable) {
            rosters.close();
            throw unusable;
        }
        if (documents != null) {
            documents.listen(rosters);
        }
        return rosters;
    }

    /** What is kept of the deployments behind its models. */
    public Deployments deployments() {
        return deployments;
    }

    /** What documents may name. */
    public static Catalogue catalogue() {
        return new Catalogue(BuiltInStrategies.schemas(),
                BuiltInRules.all()
                        .stream()
                        .collect(Collectors.toUnmodifiableMap(DeferralRule::name, CascadeOptions::schema)),
                BuiltInDrafters.schemas(), DeferralOptions.schemas(), BuiltInProviders.catalogue(),
                BuiltInBalancers.schemas());
    }

    @Override
    public Roster get() {
        return current.get();
    }

    private Roster build(PolicySet policies) {
        boolean good = false;
        try {
            Roster roster = new RosterBuilder(policies, home(), shelf, paces, deployments).build();
            good = true;
            return roster;
        } finally {
            shelf.sweep(good);
        }
    }

    private Path home() {
        return folder == null ? Path.of("") : folder;
    }

    @Override
    public void activated(PolicySet policies) {
        try {
            current.set(build(policies));
            refused = false;
            LOG.info("{} are in force", policies);
        } catch (IllegalArgumentException unusable) {
            refused = true;
            LOG.error("the policies in {} cannot be put in force; those before them stay:\n{}", folder,
                    unusable.getMessage());
        }
    }

    @Override
    public void refused(List<Problem> problems) {
        refused = true;
        LOG.error("the policies in {} are refused; those before them stay:\n{}", folder,
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    /**
     * Computes until the models of this process answer at full speed.
     *
     * @param limit how long that may take
     */
    public void warm(Duration limit) {
        models.warm(limit);
    }

    /** Has the models of this process measured, and what became of the policies. */
    public void measure(MeterRegistry meters) {
        models.measure(meters);
        Gauge.builder("drover.policies.version", this, rosters -> rosters.get().policies().version().number())
                .description("The number of the policies in force, 1 at the start and one more with each change")
                .register(meters);
        Gauge.builder("drover.policies.refused", this, rosters -> rosters.refused ? 1 : 0)
                .description("1 while the documents in the folder were refused and older ones are in force")
                .register(meters);
    }

    @Override
    public void close() {
        if (documents != null) {
            documents.close();
        }
        models.close();
    }
}
