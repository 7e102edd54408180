package dev.drover.gateway.roster;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.Cascades;
import dev.drover.cascade.drafter.BuiltInDrafters;
import dev.drover.cascade.drafter.Drafter;
import dev.drover.cascade.drafter.ModelDrafter;
import dev.drover.cascade.remote.RemotePair;
import dev.drover.cascade.remote.RemoteVerification;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.cascade.sequence.Confidence;
import dev.drover.cascade.sequence.DeferralOptions;
import dev.drover.cascade.sequence.SequenceCascade;
import dev.drover.cascade.skeleton.SkeletonOfThought;
import dev.drover.cascade.skeleton.SkeletonOptions;
import dev.drover.gateway.provider.Deployments;
import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.RemoteModel;
import dev.drover.gateway.provider.Surroundings;
import dev.drover.gateway.provider.openai.PromptScores;
import dev.drover.gateway.wire.ChatLogprobs;
import dev.drover.inference.ModelClient;
import dev.drover.inference.SeveralChoices;
import dev.drover.inference.token.EmbeddingModel;
import dev.drover.inference.token.TokenModel;
import dev.drover.policy.Model;
import dev.drover.policy.PolicySet;
import dev.drover.policy.RoutePolicy;
import dev.drover.policy.SecretReference;
import dev.drover.router.RoutingStrategy;
import dev.drover.router.strategy.BuiltInStrategies;
import dev.drover.router.strategy.StrategyEntry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one roster, and notes every problem on the way. Used once. */
final class RosterBuilder {

    private final PolicySet policies;
    private final Path folder;
    private final LocalShelf shelf;
    private final Map<String, Pace> paces;
    private final Deployments deployments;
    private final Map<String, Answerer> answerers = new LinkedHashMap<>();
    private final Map<String, TokenModel> local = new HashMap<>();
    private final Map<String, RoutingStrategy> strategies = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    RosterBuilder(PolicySet policies, Path folder, LocalShelf shelf, Map<String, Pace> paces, Deployments deployments) {
        this.policies = policies;
        this.folder = folder;
        this.shelf = shelf;
        this.paces = paces;
        this.deployments = deployments;
    }

    /**
     * Makes it.
     *
     * @throws IllegalArgumentException with every problem
     */
    Roster build() {
        policies.models().values().forEach(model -> noting("model " + model.name(), () -> add(model)));
        policies.pairs().values().forEach(pair -> noting("cascade " + pair.name(), () -> {
            switch (pair) {
                case RoutePolicy.Cascade cascade -> add(cascade);
                case RoutePolicy.Deferral deferral -> add(deferral);
                case RoutePolicy.Skeleton skeleton -> add(skeleton);
            }
        }));
        policies.policies().forEach(policy -> noting("policy " + policy.name(), () -> add(policy)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new Roster(policies, answerers, strategies);
    }

    private void noting(String what, Runnable addition) {
        try {
            addition.run();
        } catch (IllegalArgumentException | UncheckedIOException wrong) {
            problems.add(what + ": " + wrong.getMessage());
        }
    }

    private void add(Model model) {
        switch (model.source()) {
            case Model.Local source -> put(answerer(model, shelf.take(model.name(), source), source.dimensions()));
            case Model.Remote remote -> put(new Answerer(model.name(), Answerer.Kind.REMOTE,
                    new RemoteModel(model.name(), remote, endpoints(model, remote), deployments), model.price(),
                    model.clocks(), null, 0, pace(model.name())));
        }
    }

    private Answerer answerer(Model model, LocalShelf.Loaded loaded, List<Integer> cuts) {
        return switch (loaded) {
            case LocalShelf.Answering(TokenModel tokens, ModelClient client, double parameters) -> {
                if (!cuts.isEmpty()) {
                    throw new IllegalArgumentException(
                            "dimensions: " + cuts + " (expected: nothing, as the file holds a model that answers)");
                }
                local.put(model.name(), tokens);
                yield new Answerer(model.name(), Answerer.Kind.LOCAL, new SeveralChoices(client), model.price(),
                        model.clocks(), tokens.defaults().temperature(), parameters, pace(model.name()));
            }
            case LocalShelf.Embedding(EmbeddingModel embeddings) -> new Answerer(model.name(), Answerer.Kind.EMBEDDINGS,
                    new LocalEmbeddings(embeddings, cuts), model.price(), model.clocks(), null, 0, pace(model.name()));
        };
    }

    private List<Endpoint> endpoints(Model model, Model.Remote remote) {
        Surroundings surroundings = Surroundings.of(folder);
        return remote.deployments()
                .stream()
                .map(deployment -> new Endpoint(deployment, model.clocks(),
                        Optional.ofNullable(deployment.key()).map(this::reading).orElse(null), surroundings))
                .toList();
    }

    private Supplier<String> reading(SecretReference key) {
        return () -> key.read(System::getenv, folder);
    }

    private void add(RoutePolicy.Cascade cascade) {
        Model verifier = policies.model(cascade.verifier()).orElseThrow();
        if (verifier.source() instanceof Model.Remote remote) {
            add(cascade, verifier, endpoints(verifier, remote).getFirst());
            return;
        }
        TokenModel large = tokens(cascade.verifier(), "verifier");
        CascadeOptions options = CascadeOptions.of(cascade.rule(), located(cascade.options().given()));
        put(new Answerer(cascade.name(), Answerer.Kind.CASCADE,
                new SeveralChoices(Cascades.client(cascade.name(), drafter(cascade.drafter(), large), large, options)),
                together(price(cascade.drafter()), verifier.price()), verifier.clocks(), large.defaults().temperature(),
                parameters(cascade.verifier()), pace(cascade.name())));
    }

    /** A cascade whose large model runs elsewhere: its first deployment scores drafts. */
    private void add(RoutePolicy.Cascade cascade, Model verifier, Endpoint endpoint) {
        if (!endpoint.deployment().provider().equals("openai")
                || !(cascade.drafter() instanceof RoutePolicy.Drafter.Named(String small))) {
            throw new IllegalArgumentException("verifier: " + verifier.name() + " runs elsewhere (expected: provider "
                    + "openai, and a small model of this process as its drafter)");
        }
        TokenModel drafter = tokens(small, "drafter");
        CascadeOptions options = CascadeOptions.of(cascade.rule(), cascade.options().given());
        PromptScores scores = new PromptScores(endpoint, endpoint.deployment().modelFor(verifier.name()),
                drafter.vocabulary());
        double leniency = cascade.rule().equals("lossless") ? -1 : options.leniency();
        put(new Answerer(cascade.name(), Answerer.Kind.CASCADE,
                new SeveralChoices(new RemotePair(cascade.name(), drafter,
                        new RemoteVerification(drafter, scores, leniency, options.blockLength()))),
                together(price(cascade.drafter()), verifier.price()), verifier.clocks(), 0.0, 0, pace(cascade.name())));
    }

    /** Options of a rule whose files are found from the policies' folder on. */
    private Map<String, Object> located(Map<String, Object> options) {
        Map<String, Object> located = new HashMap<>(options);
        for (String name : DeferralRule.FILES) {
            located.computeIfPresent(name, (same, value) -> !(value instanceof String file) || file.equals("none")
                    || file.startsWith("bundled:") ? value : folder.resolve(file).toString());
        }
        return located;
    }

    private Drafter drafter(RoutePolicy.Drafter drafter, TokenModel verifier) {
        return switch (drafter) {
            case RoutePolicy.Drafter.Named(String model) -> ModelDrafter.of(tokens(model, "drafter"), verifier);
            case RoutePolicy.Drafter.Made made -> BuiltInDrafters.of(made.kind(), made.options());
        };
    }

    /** What a drafter's tokens cost; nothing where no model drafts. */
    private Model.@Nullable Price price(RoutePolicy.Drafter drafter) {
        return drafter instanceof RoutePolicy.Drafter.Named(String model) ? policies.model(model).orElseThrow().price()
                : null;
    }

    private void add(RoutePolicy.Deferral deferral) {
        Answerer weak = member(deferral.weak(), "weak");
        Answerer strong = member(deferral.strong(), "strong");
        Confidence by = Confidence.named(deferral.by());
        if (by.readsLogprobs() && weak.composes()) {
            throw new IllegalArgumentException("weak: " + weak.name() + " runs here and tells no log-probabilities "
                    + "(expected: a model behind a provider, or by: agreement)");
        }
        put(new Answerer(deferral.name(), Answerer.Kind.DEFERRAL,
                new SequenceCascade(new SequenceCascade.Member(weak.name(), weak.client()),
                        new SequenceCascade.Member(strong.name(), strong.client()),
                        DeferralOptions.of(by, deferral.options()), ChatLogprobs::read),
                strong.price(), strong.clocks(), strong.temperature(), 0, pace(deferral.name()),
                List.of(weak, strong)));
    }

    private void add(RoutePolicy.Skeleton skeleton) {
        Answerer model = member(skeleton.model(), "model");
        SkeletonOptions options = new SkeletonOptions(
                skeleton.always() ? SkeletonOptions.When.ALWAYS : SkeletonOptions.When.ASK, skeleton.points(),
                skeleton.atOnce());
        put(new Answerer(skeleton.name(), model.kind(), new SkeletonOfThought(model.name(), model.client(), options),
                model.price(), model.clocks(), model.temperature(), model.parameters(), pace(skeleton.name())));
    }

    private Answerer member(String name, String part) {
        Answerer member = answerers.get(name);
        if (member == null) {
            throw new IllegalArgumentException(part + ": " + name + " (expected: a model that could be loaded)");
        }
        return member;
    }

    private double parameters(String name) {
        Answerer model = answerers.get(policies.model(name).map(Model::name).orElse(name));
        return model == null ? 0 : model.parameters();
    }

    /** What a cascade costs: every model reads the prompt; a pass of the large one is good for two tokens at least. */
    private static Model.Price together(Model.@Nullable Price small, Model.Price large) {
        if (small == null) {
            return new Model.Price(large.inputPerMillion(), large.outputPerMillion() / 2, large.currency());
        }
        return new Model.Price(small.inputPerMillion() + large.inputPerMillion(),
                small.outputPerMillion() + large.outputPerMillion() / 2, large.currency());
    }

    private TokenModel tokens(String name, String part) {
        TokenModel model = local.get(policies.model(name).map(Model::name).orElse(name));
        if (model == null) {
            throw new IllegalArgumentException(
                    part + ": " + name + " (expected: a model that runs in this process and could be loaded)");
        }
        return model;
    }

    private void add(RoutePolicy policy) {
        StrategyEntry entry = BuiltInStrategies.named(policy.route().strategy()).orElseThrow();
        strategies.put(policy.name(), entry.create(policy.route().options(), new RouterFiles(folder)));
    }

    private Pace pace(String name) {
        return paces.computeIfAbsent(name, absent -> new Pace());
    }

    private void put(Answerer answerer) {
        answerers.put(answerer.name(), answerer);
    }
}
