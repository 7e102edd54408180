package dev.drover.gateway.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import dev.drover.gateway.access.AccessKey;
import dev.drover.gateway.access.KeyRing;
import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.gateway.fixture.TestGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys and prompts of two teams: nobody is told of them, and neither team is served the other's answers. */
class SecretsTest {

    private static final String PROMPT = "Xylophon-4711";
    private static final String UPSTREAM_KEY = "sk-upstream-0815";
    private static final String BLUE = AccessKey.fresh();
    private static final String RED = AccessKey.fresh();
    private static final String ADMIN = AccessKey.fresh();

    @TempDir
    static Path folder;
    private static FakeUpstream upstream;
    private static WireMockServer refusing;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        upstream = new FakeUpstream();
        refusing = new WireMockServer(options().dynamicPort());
        refusing.start();
        refusing.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(500).withBody("no " + UPSTREAM_KEY)));
        TestGateway.write(folder, "key.txt", UPSTREAM_KEY);
        TestGateway.local(folder, "small", "Yes.");
        TestGateway.local(folder, "fails", "fails:So");
        for (String kind : new String[] {"good", "dies", "malformed", "error"}) {
            TestGateway.remote(folder, kind, "{}", upstream.deployment(kind, 0));
        }
        TestGateway.remote(folder, "refused", "{}",
                "{provider: openai, url: \"" + refusing.baseUrl() + "/v1\", model: m, key: {file: key.txt}}");
        TestGateway.auto(folder, "route: {strategy: first, candidates: [small]}\ncache: {exact: {ttl: 10m}}\n");
        Path keys = TestGateway.write(folder, "keys", AccessKey.hash(BLUE) + ", ann, blue\n" + AccessKey.hash(RED)
                + ", bob, red\n" + AccessKey.hash(ADMIN) + ", eve, ops, admin\n");
        gateway = TestGateway.withKeys(folder, KeyRing.read(keys));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        refusing.stop();
        upstream.close();
    }

    private static HttpResponse<String> ask(String key, String model, boolean stream) {
        return gateway.send(gateway
                .chat("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]}")
                .header("Authorization", "Bearer " + key)
                .build());
    }

    private static String admin(String path) {
        return gateway.send(HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path))
                .header("Authorization", "Bearer " + ADMIN)
                .build()).body();
    }

    @Test
    void neitherLogsNorMetricsNorDecisionsNorErrorsHoldAKeyOrAPrompt() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.INFO);
        List<String> told = new ArrayList<>();
        try {
            for (String model : List.of("small", "auto", "good", "dies", "malformed", "error", "refused", "fails",
                    "unknown")) {
                for (boolean stream : new boolean[] {true, false}) {
                    HttpResponse<String> response = ask(BLUE, model, stream);
                    told.add(response.body());
                    told.add(admin(
                            "/admin/decisions/" + response.headers().firstValue("x-drover-decision").orElseThrow()));
                }
            }
            told.add(ask(AccessKey.fresh(), "small", false).body());
            told.add(admin("/metrics"));
        } finally {
            root.detachAppender(logged);
            root.setLevel(before);
        }
        assertThat(logged.list).as("the failures of a model").isNotEmpty();
        logged.list.forEach(event -> told.add(event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()))));
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(PROMPT, UPSTREAM_KEY, BLUE, RED, ADMIN));
    }

    @Test
    void whatOneTeamWasAnsweredAnotherIsNotServed() {
        ScriptedModel model = gateway.models.model("small");
        ask(BLUE, "auto", false);
        int passes = model.passes.get();
        ask(BLUE, "auto", true);
        assertThat(model.passes.get()).as("the same team").isEqualTo(passes);
        ask(RED, "auto", false);
        assertThat(model.passes.get()).as("another team").isGreaterThan(passes);
    }
}
