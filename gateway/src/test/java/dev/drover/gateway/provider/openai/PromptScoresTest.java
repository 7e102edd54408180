package dev.drover.gateway.provider.openai;

import dev.drover.cascade.remote.RemotePair;
import dev.drover.cascade.remote.RemoteVerification;
import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Sampling;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import dev.drover.policy.Model;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A small model here and a large one behind a server that tells a prompt's log-probabilities, in both ways servers do. */
class PromptScoresTest {

    private static final String LARGE = "The quick brown fox jumps over the lazy dog.";
    private static final String SMALL = "The quick brown cat jumps over the lazy dog.";

    private final AtomicInteger requests = new AtomicInteger();
    private final ScriptedModel large = new ScriptedModel("large", LARGE);
    private final ScriptedModel small = new ScriptedModel("small", SMALL);
    private boolean tellsPrompt = true;
    private @Nullable DisposableServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.disposeNow();
        }
    }

    private RemotePair pair(String form, double leniency) {
        DisposableServer started = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/v1/completions",
                        (request, response) -> response.header("Content-Type", "application/json")
                                .sendString(request.receive().aggregate().asString().map(body -> reply(form, body)))))
                .bindNow();
        server = started;
        Model.Deployment deployment = new Model.Deployment("openai",
                URI.create("http://127.0.0.1:" + started.port() + "/v1"), "big", null, 1, 0,
                new Model.Call(Map.of(), Map.of(), new OpenAiProvider().options().resolve(Map.of())));
        PromptScores scores = new PromptScores(new Endpoint(deployment, Model.Clocks.STANDARD, null), "big",
                small.vocabulary());
        return new RemotePair("pair", small, new RemoteVerification(small, scores, leniency, 6));
    }

    private String reply(String form, String body) {
        requests.incrementAndGet();
        JsonNode asked = Json.object(body);
        assertThat(asked.path("model").asString()).isEqualTo("big");
        int[] prompt = new int[asked.path("prompt").size()];
        for (int i = 0; i < prompt.length; i++) {
            prompt[i] = asked.path("prompt").path(i).asInt();
        }
        ObjectNode answer = Json.mapper().createObjectNode();
        ObjectNode choice = answer.putArray("choices").addObject().put("finish_reason", "length");
        try (TokenSequence sequence = large.open(SequenceOptions.capacity(2_000))) {
            Logits rows = sequence.extend(prompt, prompt.length);
            boolean end = rows.argmax(prompt.length - 1) == 0;
            if (end) {
                choice.put("finish_reason", "stop");
            }
            if (form.equals("ids")) {
                ids(choice, prompt, rows, end);
            } else {
                texts(choice, prompt, rows, end);
            }
        }
        return answer.toString();
    }

    private void ids(ObjectNode choice, int[] prompt, Logits rows, boolean end) {
        ArrayNode places = choice.putArray("prompt_logprobs");
        places.addNull();
        for (int i = 1; i < prompt.length; i++) {
            ObjectNode place = places.addObject();
            int best = rows.argmax(i - 1);
            place.putObject(String.valueOf(prompt[i])).put("logprob", prompt[i] == best ? -0.1 : -9).put("rank", 2);
            place.putObject(String.valueOf(best)).put("logprob", -0.1).put("rank", 1);
        }
        ArrayNode generated = choice.putObject("logprobs").putArray("tokens");
        if (!end) {
            generated.add("token_id:" + rows.argmax(prompt.length - 1));
        }
    }

    private void texts(ObjectNode choice, int[] prompt, Logits rows, boolean end) {
        ObjectNode logprobs = choice.putObject("logprobs");
        ArrayNode tokens = logprobs.putArray("tokens");
        ArrayNode own = logprobs.putArray("token_logprobs");
        ArrayNode top = logprobs.putArray("top_logprobs");
        for (int i = 0; tellsPrompt && i < prompt.length + (end ? 0 : 1); i++) {
            int best = i == 0 ? prompt[0] : rows.argmax(i - 1);
            int token = i < prompt.length ? prompt[i] : best;
            tokens.add(text(token));
            own.add(token == best ? -0.1 : -9);
            top.addObject().put(text(best), -0.1);
        }
    }

    private String text(int token) {
        return token == 0 ? "token_id:0" : new String(small.vocabulary().bytes(token), StandardCharsets.UTF_8);
    }

    private static String answer(RemotePair pair, ChatRequest request) {
        return pair.stream(request)
                .map(part -> part instanceof AnswerPart.Text text ? text.text() : "")
                .collect(Collectors.joining())
                .block();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "texts"})
    void theAnswerIsTheLargeModelsInFewRequests(String form) {
        assertThat(answer(pair(form, -1), ChatRequest.of("pair", "Go"))).isEqualTo(LARGE);
        assertThat(requests.get()).as("45 tokens, in blocks of up to seven").isBetween(7, 11);
    }

    @Test
    void aLenientRuleKeepsWhatIsLikelyEnough() {
        assertThat(answer(pair("ids", .99), ChatRequest.of("pair", "Go"))).as("e^-9 is not").isEqualTo(LARGE);
        assertThat(answer(pair("ids", .9999), ChatRequest.of("pair", "Go"))).isEqualTo(SMALL);
    }

    @Test
    void aServerThatTellsNothingOfThePromptIsAFailureWithItsName() {
        tellsPrompt = false;
        RemotePair pair = pair("texts", -1);
        assertThatThrownBy(() -> answer(pair, ChatRequest.of("pair", "Go")))
                .isInstanceOf(InferenceFailure.Unavailable.class)
                .hasMessageContaining("127.0.0.1/big answered with log-probabilities of 0 tokens");
    }

    @Test
    void whatTheLargeModelWouldHaveToDoIsRefused() {
        RemotePair pair = new RemotePair("pair", small,
                new RemoteVerification(small, (tokens, from) -> List.of(), -1, 6));
        ChatRequest request = ChatRequest.of("pair", "Go");
        assertThat(pair.refusal(request)).isNull();
        assertThat(pair.refusal(request.withSampling(new Sampling(.7, null, null, null, null)))).isNotNull()
                .hasMessageContaining("temperature");
        assertThat(pair.refusal(request.withSampling(new Sampling(null, null, null, null, null, 1.0, null, Map.of()))))
                .isNotNull()
                .hasMessageContaining("frequency_penalty");
    }
}
