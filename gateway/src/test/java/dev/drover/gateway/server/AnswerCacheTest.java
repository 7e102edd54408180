package dev.drover.gateway.server;

import dev.drover.gateway.fixture.OverFakeUpstream;
import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerCacheTest extends OverFakeUpstream {

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "It is 95.");
        TestGateway.auto(folder, "route: {strategy: first, candidates: [small]}\ncache: {exact: {ttl: 10m}}\n");
        TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
        TestGateway.remote(folder, "dies", "{}", upstream.deployment("dies", 0));
        for (String model : new String[] {"good", "dies"}) {
            TestGateway.write(folder, "p-" + model + ".yaml", """
                    apiVersion: drover.dev/v1
                    kind: RoutePolicy
                    metadata: {name: p-%s}
                    spec:
                      match: {models: [cached-%s]}
                      route: {strategy: first, candidates: [%s]}
                      cache: {exact: {ttl: 10m}}
                    """.formatted(model, model, model));
        }
        serve();
    }

    @Test
    void anIdenticalRequestIsAnsweredWithoutAPassWholeOrAsAStream() {
        ScriptedModel model = gateway.models.model("small");
        JsonNode first = TestGateway.json(gateway.ask("auto", false, "same question").body());
        int passes = model.passes.get();

        JsonNode whole = TestGateway.json(gateway.ask("auto", false, "same question").body());
        HttpResponse<String> stream = gateway.ask("auto", true, "same question");

        assertThat(model.passes.get()).isEqualTo(passes);
        assertThat(whole.path("choices")).isEqualTo(first.path("choices"));
        assertThat(whole.path("usage")).isEqualTo(first.path("usage"));
        assertThat(whole.path("drover").path("cache").asString()).isEqualTo("hit");
        assertThat(whole.path("id")).isNotEqualTo(first.path("id"));
        assertThat(TestGateway.text(stream.body())).isEqualTo("It is 95.");
        assertThat(TestGateway.data(stream.body())).last().isEqualTo("[DONE]");
        assertThat(gateway.get(gateway.adminUrl() + "/metrics").body()).contains("cache=\"hit\"");
    }

    @Test
    void whateverChangesTheAnswerMakesAnotherRequest() {
        ScriptedModel model = gateway.models.model("small");
        gateway.ask("auto", false, "a question");
        int passes = model.passes.get();
        for (String change : new String[] {"\"max_tokens\":3", "\"seed\":1", "\"tools\":[]", "\"unknown\":1"}) {
            gateway.ask("{" + change
                    + ",\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"a question\"}]}");
            assertThat(model.passes.get()).as(change).isGreaterThan(passes);
            passes = model.passes.get();
        }
    }

    @Test
    void sampledAnswersAndThoseWantedFreshAreMadeAnew() {
        ScriptedModel model = gateway.models.model("small");
        String body = "{\"model\":\"auto\",\"temperature\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"again\"}]}";
        for (String temperature : new String[] {"0.7", "0.7", "0"}) {
            int passes = model.passes.get();
            gateway.ask(body.formatted(temperature));
            assertThat(model.passes.get()).isGreaterThan(passes);
        }
        int passes = model.passes.get();
        gateway.ask(body.formatted("0"));
        assertThat(model.passes.get()).isEqualTo(passes);
        gateway.send(gateway.chat(body.formatted("0")).header("Cache-Control", "no-cache").build());
        assertThat(model.passes.get()).isGreaterThan(passes);
    }

    @Test
    void aProvidersStreamIsReplayedAsItCameAndTakenApartForAWholeAnswer() {
        String body = "{\"model\":\"cached-good\",\"temperature\":0,\"stream\":%s,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        String first = gateway.ask(body.formatted(true)).body();
        int asked = upstream.requests.get();

        assertThat(gateway.ask(body.formatted(true)).body()).isEqualTo(first);
        JsonNode whole = TestGateway.json(gateway.ask(body.formatted(false)).body());
        assertThat(whole.path("choices").path(0).path("message").path("content").asString()).isEqualTo("Good day");
        assertThat(whole.path("usage").path("completion_tokens").asInt()).isEqualTo(2);
        assertThat(upstream.requests.get()).isEqualTo(asked);
    }

    @Test
    void aStreamThatDiedIsNotKept() {
        String body = "{\"model\":\"cached-dies\",\"temperature\":0,\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        gateway.ask(body);
        int asked = upstream.requests.get();
        assertThat(gateway.ask(body).body()).contains("event: error");
        assertThat(upstream.requests.get()).isGreaterThan(asked);
    }
}
