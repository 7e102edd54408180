package dev.drover.policy;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
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
        assertThat(set.cascades()).containsExactly(Map.entry("herd-pair", cascade));
        assertThat(cascade.drafter()).isEqualTo("herd-drafter");
        assertThat(cascade.verifier()).isEqualTo("herd-verifier");
        assertThat(cascade.rule()).isEqualTo("token-v3");
        assertThat(cascade.blockLength()).isEqualTo(5);
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
    void aRuleMayDescribeTheBlockLengthItself() {
        Catalogue catalogue = new Catalogue(Examples.CATALOGUE.strategies(),
                Map.of("token-v3",
                        OptionSchema.of(Option.number("leniency", 0.3, 0, 1, "How lenient it is."),
                                Option.integer("blockLength", 4, 1, 8, "Tokens a block."))),
                Examples.CATALOGUE.providers());
        PolicyReader reader = new PolicyReader(catalogue);
        String documents = Examples.MODELS + "---\n" + Examples.POLICY;
        RoutePolicy.Cascade said = cascade(reader, documents);
        RoutePolicy.Cascade left = cascade(reader, documents.replace(", blockLength: 5", ""));

        assertThat(said.blockLength()).isEqualTo(5);
        assertThat(said.options().integer("blockLength")).isEqualTo(5);
        assertThat(left.blockLength()).isEqualTo(4);
        assertThatThrownBy(() -> cascade(reader, documents.replace("blockLength: 5", "blockLength: 9")))
                .hasMessageContaining("spec.cascades[0].blockLength: 9 (expected: a whole number from 1 to 8)");
    }

    private static RoutePolicy.Cascade cascade(PolicyReader reader, String documents) {
        return reader.read(List.of(new PolicySource("a.yaml", documents)), 1)
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
        assertThat(policy.cascades()).isEmpty();
        assertThat(policy.cache()).isEqualTo(RoutePolicy.Cache.NONE);
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
