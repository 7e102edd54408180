package dev.drover.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DocumentsAreReadTest {

    private final PolicySet set = Examples.read(Examples.MODELS, Examples.POLICY);

    @Test
    void aRemoteModelHasItsDeploymentsPriceAndClocks() {
        Model model = set.model("large-remote").orElseThrow();

        assertThat(model.aliases()).containsExactly("gpt-large", "large-*");
        assertThat(model.context()).isEqualTo(128_000);
        assertThat(model.price()).isEqualTo(new Model.Price(2.5, 10, "USD"));
        assertThat(model.clocks()).isEqualTo(Model.Clocks.STANDARD);
        assertThat(model.isLocal()).isFalse();
        assertThat(model.source()).isEqualTo(new Model.Remote(List.of(
                new Model.Deployment("openai", URI.create("https://provider.example/v1"), "large-1",
                        new SecretReference.Environment("PROVIDER_KEY"), 3, 0),
                new Model.Deployment("openai", URI.create("https://other.example/v1"), "large-1",
                        new SecretReference.File("other.key"), 1, 0),
                new Model.Deployment("openai", URI.create("https://last.example/v1"), "*",
                        new SecretReference.Environment("LAST_KEY"), 1, 1))));
    }

    @Test
    void aLocalModelHasItsFileAndDefaults() {
        Model model = set.model("herd-drafter").orElseThrow();

        assertThat(model.isLocal()).isTrue();
        assertThat(model).isEqualTo(new Model("herd-drafter", List.of(), null, Model.Price.FREE, Model.Clocks.STANDARD,
                new Model.Local("bundled:drafter")));
    }

    @Test
    void aStarAtADeploymentHandsTheAskedNameOn() {
        Model.Remote remote = (Model.Remote) set.model("large-remote").orElseThrow().source();

        assertThat(remote.deployments().get(0).modelFor("large-7")).isEqualTo("large-1");
        assertThat(remote.deployments().get(2).modelFor("large-7")).isEqualTo("large-7");
    }

    @Test
    void aPolicyHasItsRouteCascadesAndCache() {
        RoutePolicy policy = set.policies().getFirst();

        assertThat(policy.match()).isEqualTo(new RoutePolicy.Match(List.of("auto"), List.of("*")));
        assertThat(policy.route().strategy()).isEqualTo("herd");
        assertThat(policy.route().objective()).isEqualTo(new RoutePolicy.Objective(1, 0.3, 0.1));
        assertThat(policy.route().minimumQuality()).isEqualTo(0.6);
        assertThat(policy.route().candidates()).containsExactly("herd-pair", "herd-facts", "large-remote");
        assertThat(policy.route().options().number("prior")).isEqualTo(0.5);
        RoutePolicy.Cascade cascade = policy.cascades().getFirst();
        assertThat(set.pairs()).containsExactly(Map.entry("herd-pair", cascade));
        assertThat(cascade.drafter()).isEqualTo(new RoutePolicy.Drafter.Named("herd-drafter"));
        assertThat(cascade.verifier()).isEqualTo("herd-verifier");
        assertThat(cascade.rule()).isEqualTo("token-v3");
        assertThat(cascade.options().integer("blockLength")).isEqualTo(5);
        assertThat(cascade.options().number("leniency")).isEqualTo(0.3);
        assertThat(policy.cache().exactTtl()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void optionsOfTheStrategyStandBesideItsName() {
        PolicySet read = Examples.read(Examples.MODELS,
                Examples.POLICY.replace("strategy: herd,", "strategy: herd, expectedTokens: 80,"));

        assertThat(read.policies().getFirst().route().options().integer("expectedTokens")).isEqualTo(80);
    }

    @Test
    void aBlockLengthIsANumberOrFollowsWhatIsMeasured() {
        String documents = Examples.MODELS + "---\n" + Examples.POLICY;
        RoutePolicy.Cascade adaptive = cascade(documents.replace("blockLength: 5", "blockLength: adaptive"));

        assertThat(adaptive.options().says("blockLength", "adaptive")).isTrue();
        assertThat(cascade(documents.replace("blockLength: 5", "blockLength: 4")).options().integer("blockLength"))
                .isEqualTo(4);
        assertThatThrownBy(() -> cascade(documents.replace("blockLength: 5", "blockLength: adaptiv")))
                .hasMessageContaining("spec.cascades[0].blockLength: adaptiv (expected: a whole number from 1 to 15 or "
                        + "adaptive)");
    }

    @Test
    void aDeferralIsAWeakAndAStrongModel() {
        PolicySet set = Examples.read(Examples.MODELS, Examples.POLICY.replace("  cache:",
                "  deferrals: [{name: thrifty, weak: herd-facts, strong: large-remote, by: mean, threshold: 0.9}]\n  cache:"));
        RoutePolicy.Deferral deferral = set.policies().getFirst().deferrals().getFirst();

        assertThat(set.resolve("thrifty", "")).contains(new Target.Paired(deferral));
        assertThat(set.names("")).contains("thrifty", "herd-pair");
        assertThat(deferral.weak()).isEqualTo("herd-facts");
        assertThat(deferral.strong()).isEqualTo("large-remote");
        assertThat(deferral.by()).isEqualTo("mean");
        assertThat(deferral.options().number("threshold")).isEqualTo(0.9);
    }

    @Test
    void aSkeletonIsAModelThatWritesByPoints() {
        PolicySet set = Examples.read(Examples.MODELS, Examples.POLICY.replace("  cache:",
                "  skeletons: [{name: listing, model: large-remote, points: 6}]\n  cache:"));
        RoutePolicy.Skeleton skeleton = set.policies().getFirst().skeletons().getFirst();

        assertThat(set.resolve("listing", "")).contains(new Target.Paired(skeleton));
        assertThat(skeleton).isEqualTo(new RoutePolicy.Skeleton("listing", "large-remote", false, 6, 10));
    }

    @Test
    void aDrafterMayBeNoModelAtAll() {
        String documents = Examples.MODELS + "---\n" + Examples.POLICY;
        RoutePolicy.Cascade quoting = cascade(
                documents.replace("drafter: herd-drafter", "drafter: {lookup: {ngram: 4}}"));

        assertThat(quoting.drafter()).isInstanceOfSatisfying(RoutePolicy.Drafter.Made.class, made -> {
            assertThat(made.kind()).isEqualTo("lookup");
            assertThat(made.options().integer("ngram")).isEqualTo(4);
        });
        assertThatThrownBy(() -> cascade(documents.replace("drafter: herd-drafter", "drafter: {lookup: {ngrams: 4}}")))
                .hasMessageContaining("spec.cascades[0].drafter.lookup.ngrams: unknown key (expected: ngram?)");
        assertThatThrownBy(() -> cascade(documents.replace("drafter: herd-drafter", "drafter: {lokup: {}}")))
                .hasMessageContaining("spec.cascades[0].drafter.lokup: unknown key (expected: lookup?)");
        assertThatThrownBy(() -> cascade(documents.replace("drafter: herd-drafter", "drafter: {}")))
                .hasMessageContaining("spec.cascades[0].drafter: 0 keys (expected: one, such as {lookup: {ngram: 3}}");
    }

    private static RoutePolicy.Cascade cascade(String documents) {
        return new PolicyReader(Examples.CATALOGUE).read(List.of(new PolicySource("a.yaml", documents)), 1)
                .policies()
                .getFirst()
                .cascades()
                .getFirst();
    }

    @Test
    void whatAPolicyLeavesOutHasDefaults() {
        PolicySet read = Examples.read(Examples.MODELS, Examples.policy("plain", "{models: [auto]}", 0));
        RoutePolicy policy = read.policies().getFirst();

        assertThat(policy.match().teams()).containsExactly("*");
        assertThat(policy.route().objective()).isEqualTo(RoutePolicy.Objective.STANDARD);
        assertThat(policy.route().minimumQuality()).isZero();
        assertThat(policy.share()).isOne();
        assertThat(policy.cascades()).isEmpty();
        assertThat(policy.cache()).isEqualTo(RoutePolicy.Cache.NONE);
    }

    @Test
    void aPolicySaysWhatShareItsRequestsGet() {
        String plain = Examples.policy("plain", "{models: [auto]}", 0);
        assertThat(Examples.read(Examples.MODELS, plain.replace("priority: 0", "share: 2.5"))
                .policies()
                .getFirst()
                .share()).isEqualTo(2.5);
        assertThat(Examples.problems(Examples.MODELS, plain.replace("priority: 0", "share: 0"))).singleElement()
                .asString()
                .contains("share: 0 (expected: a number from 0.01 to 100)");
    }

    @Test
    void documentsMayBeJson() {
        PolicySet read = Examples.read("{\"apiVersion\": \"drover.dev/v1\", \"kind\": \"Model\", "
                + "\"metadata\": {\"name\": \"a\"}, \"spec\": {\"local\": {\"file\": \"a.gguf\"}}}");

        assertThat(read.model("a").orElseThrow().source()).isEqualTo(new Model.Local("a.gguf"));
    }

    @Test
    void aModelOfEmbeddingsDeclaresToWhatItsVectorsMayBeCut() {
        String document = "{apiVersion: drover.dev/v1, kind: Model, metadata: {name: a}, "
                + "spec: {local: {file: a.gguf, dimensions: [256, %s]}}}";
        assertThat(Examples.read(document.formatted("64")).model("a").orElseThrow().source())
                .isEqualTo(new Model.Local("a.gguf", List.of(256, 64)));
        assertThatThrownBy(() -> Examples.read(document.formatted("0")))
                .hasMessageContaining("spec.local.dimensions[1]: 0 (expected: a whole number from 1");
    }

    @Test
    void aModelMayHaveAdapters() {
        String document = "{apiVersion: drover.dev/v1, kind: Model, metadata: {name: a}, "
                + "spec: {local: {file: a.gguf, %s}}}";
        assertThat(Examples.read(document.formatted("adapters: [{file: sql.gguf}, {file: b.gguf, scale: -0.5}]"))
                .model("a")
                .orElseThrow()
                .source())
                .isEqualTo(new Model.Local("a.gguf", List.of(),
                        List.of(new Model.Adapter("sql.gguf", 1), new Model.Adapter("b.gguf", -0.5))));
        assertThatThrownBy(() -> Examples.read(document.formatted("adapters: [{scale: 1000, weight: 1}]")))
                .hasMessageContaining("spec.local.adapters[0].file")
                .hasMessageContaining("spec.local.adapters[0].scale")
                .hasMessageContaining("weight");
        assertThatThrownBy(() -> Examples.read(document.formatted("dimensions: [8], adapters: [{file: sql.gguf}]")))
                .hasMessageContaining("spec.local.adapters: given beside dimensions");
    }

    @Test
    void emptyDocumentsAndCommentsAreLeftOut() {
        assertThat(Examples.read("# nothing\n---\n---\n", Examples.MODELS, "\n---\n").models()).hasSize(4);
    }

    @Test
    void theHashFollowsTheContentAndNotTheLayout() {
        String layout = Examples.MODELS.replace(
                "metadata: {name: herd-drafter}\nspec: {local: {file: \"bundled:drafter\"}}",
                "spec:\n  local:\n    file: 'bundled:drafter'   # a comment\nmetadata:\n  name: herd-drafter");

        assertThat(layout).isNotEqualTo(Examples.MODELS);
        assertThat(Examples.read(Examples.POLICY, layout).version()).isEqualTo(set.version());
        assertThat(Examples.read(Examples.MODELS, Examples.POLICY.replace("10m", "11m")).version().hash())
                .isNotEqualTo(set.version().hash());
        assertThat(set.version().toString()).matches("1-[0-9a-f]{16}");
    }
}
