package dev.drover.gateway.hub;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.drover.gateway.fixture.FakeHub;
import dev.drover.gateway.proxy.EnvironmentProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is asked of a hub, and what its answers mean. */
class HubProtocolTest {

    private static final byte[] CONTENT = "not really a model".getBytes(StandardCharsets.UTF_8);
    private static final String INFORMATION = "/api/models/someone/story/revision/main";
    private static final String FILE = "/someone/story/resolve/c0ffee/story.gguf";
    private static final Puller.Listener UNHEARD = (path, size) -> bytes -> {
    };

    @TempDir
    Path root;
    private final WireMockServer hub = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final WireMockServer store = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void start() {
        hub.start();
        store.start();
        hub.stubFor(
                get(urlPathEqualTo(INFORMATION)).willReturn(ok(FakeHub.information(Map.of("story.gguf", CONTENT)))));
        hub.stubFor(get(FILE).willReturn(ok().withBody(CONTENT)));
    }

    @AfterEach
    void stop() {
        hub.stop();
        store.stop();
    }

    private Path pull(String model, @Nullable String token, Map<String, String> environment) throws IOException {
        HubSettings settings = new HubSettings(URI.create(hub.baseUrl()), token, new EnvironmentProxy(environment));
        try (Puller puller = new Puller(settings, new ModelFolder(root), pauses::add, path -> Long.MAX_VALUE,
                Duration.ofSeconds(20))) {
            return puller.pull(HubModel.parse(model), UNHEARD);
        }
    }

    private Path pull() throws IOException {
        return pull("someone/story", "hf_secret", Map.of());
    }

    @Test
    void theTokenGoesToTheHubAndToNobodyElse() throws IOException {
        hub.stubFor(get(FILE).willReturn(aResponse().withStatus(302)
                .withHeader("Location", store.baseUrl() + "/blob?signature=1")
                .withHeader("X-Linked-Size", Integer.toString(CONTENT.length))));
        store.stubFor(get("/blob?signature=1").willReturn(ok().withBody(CONTENT)));
        assertThat(pull()).hasBinaryContent(CONTENT);
        hub.verify(getRequestedFor(urlEqualTo(INFORMATION + "?blobs=true")).withHeader("Authorization",
                equalTo("Bearer hf_secret")));
        hub.verify(getRequestedFor(urlEqualTo(FILE)).withHeader("Authorization", equalTo("Bearer hf_secret")));
        store.verify(getRequestedFor(anyUrl()).withHeader("Authorization", absent()));
    }

    @Test
    void aRenamedRepositoryIsFollowed() throws IOException {
        hub.stubFor(get(urlPathEqualTo("/api/models/someone/tale/revision/main"))
                .willReturn(aResponse().withStatus(307).withHeader("Location", INFORMATION + "?blobs=true")));
        hub.stubFor(get("/someone/tale/resolve/c0ffee/story.gguf")
                .willReturn(aResponse().withStatus(307).withHeader("Location", FILE)));
        assertThat(pull("someone/tale", "hf_secret", Map.of())).hasBinaryContent(CONTENT);
        hub.verify(getRequestedFor(urlEqualTo(FILE)).withHeader("Authorization", equalTo("Bearer hf_secret")));
    }

    @Test
    void redirectsInACircleEnd() {
        hub.stubFor(get(FILE).willReturn(aResponse().withStatus(302).withHeader("Location", FILE)));
        assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class).hasMessageContaining("redirects");
    }

    @Test
    void aBusyHubIsLeftAloneAsLongAsItAsks() throws IOException {
        hub.stubFor(busy("7").inScenario("busy").whenScenarioStateIs(Scenario.STARTED).willSetStateTo("ready"));
        hub.stubFor(get(FILE).inScenario("busy").whenScenarioStateIs("ready").willReturn(ok().withBody(CONTENT)));
        assertThat(pull()).hasBinaryContent(CONTENT);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    private static MappingBuilder busy(String seconds) {
        return get(FILE).willReturn(aResponse().withStatus(429).withHeader("Retry-After", seconds));
    }

    @Test
    void aHubThatIsBusyForHoursIsNotWaitedFor() {
        hub.stubFor(busy("7200"));
        assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class).hasMessageContaining("7200 seconds");
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"401, GatedRepo, accept its terms", "403, GatedRepo, accept its terms", "401, RepoNotFound, HF_TOKEN",
            "403, '', HF_TOKEN", "404, RevisionNotFound, no revision main", "404, RepoNotFound, OWNER/NAME",
            "418, '', HF_ENDPOINT"})
    void aRefusalSaysWhatWouldHelp(int status, String code, String cure) {
        ResponseDefinitionBuilder answer = aResponse().withStatus(status).withHeader("X-Error-Code", code);
        hub.stubFor(get(urlPathEqualTo(INFORMATION)).willReturn(answer));
        assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class)
                .hasMessageContaining(cure)
                .hasMessageContaining("someone/story")
                .hasMessageNotContaining("hf_secret");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aRevisionIsOnePieceOfThePathAndHasAFolderOfItsOwn() throws IOException {
        hub.stubFor(get(urlEqualTo("/api/models/someone/story/revision/refs%2Fpr%2F1?blobs=true"))
                .willReturn(ok(FakeHub.information(Map.of("story.gguf", CONTENT)))));
        Path file = pull("someone/story@refs/pr/1", null, Map.of());
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(root.relativize(file)).hasToString("someone/story@refs%2Fpr%2F1/story.gguf");
        assertThat(new ModelFolder(root).models()).extracting(kept -> kept.name().toString())
                .containsExactly("someone/story@refs/pr/1:story.gguf");
        hub.verify(getRequestedFor(urlEqualTo(FILE)).withHeader("Authorization", absent()));
    }

    @Test
    void aFileInGitItselfIsCheckedByGitsSum() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        digest.update(("blob " + CONTENT.length + "\0").getBytes(StandardCharsets.US_ASCII));
        String sum = HexFormat.of().formatHex(digest.digest(CONTENT));
        hub.stubFor(get(urlPathEqualTo(INFORMATION)).willReturn(ok("{\"sha\":\"c0ffee\",\"siblings\":[{\"rfilename\":"
                + "\"story.gguf\",\"size\":" + CONTENT.length + ",\"blobId\":\"" + sum + "\"}]}")));
        assertThat(pull()).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nonsense", "{}", "[]", "{\"sha\":\"c0ffee\"}",
            "{\"sha\":\"../..\",\"siblings\":[]}",
            "{\"sha\":\"c0ffee\",\"siblings\":[{\"rfilename\":\"a.gguf\",\"size\":5,\"blobId\":\"?\"}]}",
            "{\"sha\":\"c0ffee\",\"siblings\":[{\"rfilename\":\"a.gguf\",\"lfs\":{\"sha256\":\"00\",\"size\":5}}]}"})
    void whatIsNoHubsAnswerIsRefused(String answer) {
        hub.stubFor(get(urlPathEqualTo(INFORMATION)).willReturn(ok(answer)));
        assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class).hasMessageContaining("HF_ENDPOINT");
    }

    @Test
    void requestsGoThroughTheProxyThatTheEnvironmentNames() throws IOException {
        WireMockServer proxy = new WireMockServer(
                WireMockConfiguration.options().dynamicPort().enableBrowserProxying(true));
        proxy.start();
        try {
            assertThat(pull("someone/story", null, Map.of("HTTP_PROXY", proxy.baseUrl()))).hasBinaryContent(CONTENT);
            assertThat(proxy.getAllServeEvents()).hasSize(2);
            proxy.resetRequests();
            pull("someone/story@v2", null, Map.of("HTTP_PROXY", proxy.baseUrl(), "NO_PROXY", "localhost"));
        } catch (HubFailure unknownRevision) {
            assertThat(proxy.getAllServeEvents()).isEmpty();
        } finally {
            proxy.stop();
        }
    }
}
