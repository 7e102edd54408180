package dev.drover.gateway.provider;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.drover.gateway.provider.transport.Delivery;
import dev.drover.gateway.provider.transport.FrameReading;
import dev.drover.gateway.provider.transport.Framing;
import dev.drover.gateway.provider.transport.UpstreamFailure;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.InferenceFailure.Broken;
import dev.drover.inference.InferenceFailure.Overloaded;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.InferenceFailure.Unavailable;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import dev.drover.policy.Model;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What holds for every provider over HTTP, on what it was recorded to send. */
public abstract class ProviderContract {

    /** The key that is sent. */
    protected static final String KEY = "sk-very-secret";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static WireMockServer upstream;

    private final Provider provider;
    private final Recording recording;

    protected ProviderContract(Provider provider, Recording recording) {
        this.provider = provider;
        this.recording = recording;
    }

    @BeforeAll
    static void startUpstream() {
        upstream = new WireMockServer(options().dynamicPort());
        upstream.start();
    }

    @AfterAll
    static void stopUpstream() {
        upstream.stop();
    }

    @BeforeEach
    void forget() {
        upstream.resetAll();
    }

    /** The header that carries the key, with its value. */
    protected abstract Map.Entry<String, String> keyHeader();

    /** A client of an address. */
    protected ModelClient client(String url) {
        Model.Call call = new Model.Call(Map.of("X-Extra", "yes"), Map.of("extra", "a b"),
                provider.options().resolve(ownOptions()));
        return provider.client(
                new Endpoint(new Model.Deployment(provider.name(), URI.create(url), "up-model", null, 1, 0, call),
                        Model.Clocks.STANDARD, () -> KEY));
    }

    /** The provider's own options for the deployment. */
    protected Map<String, Object> ownOptions() {
        return Map.of();
    }

    /** Where the upstream is. */
    protected static String baseUrl() {
        return upstream.baseUrl() + "/base";
    }

    /** What the client of the upstream answers. */
    protected List<AnswerPart> answer(ChatRequest request) {
        return client(baseUrl()).stream(request).collectList().blockOptional(PATIENCE).orElseThrow();
    }

    private List<AnswerPart> answer() {
        return answer(ChatRequest.of("up-model", "Hi"));
    }

    /** Has the upstream answer everything with a body. */
    protected void answers(String type, String body) {
        upstream.stubFor(post(anyUrl()).willReturn(aResponse().withHeader("Content-Type", type).withBody(body)));
    }

    private void streams(List<String> messages) {
        upstream.stubFor(post(anyUrl()).willReturn(
                aResponse().withHeader("Content-Type", recording.type()).withBody(recording.stream(messages))));
    }

    /** Has the upstream refuse everything. */
    protected void refuses(int status, String body) {
        upstream.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    /** The request that came last. */
    protected LoggedRequest asked() {
        return upstream.findAll(postRequestedFor(anyUrl())).getLast();
    }

    private static String text(List<AnswerPart> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part instanceof AnswerPart.Text piece ? piece.text() : ""));
        return text.toString();
    }

    private static String reason(List<AnswerPart> parts) {
        List<AnswerPart.Finish> ends = ofType(parts, AnswerPart.Finish.class);
        assertThat(ends).hasSize(1);
        return ends.getFirst().reason();
    }

    private static <T> List<T> ofType(List<AnswerPart> parts, Class<T> type) {
        return parts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void textComesPieceByPieceWithItsEndAndItsUsage() {
        streams(recording.text());
        List<AnswerPart> parts = answer();

        assertThat(text(parts)).isEqualTo("Hello there!");
        assertThat(ofType(parts, AnswerPart.Text.class)).hasSizeGreaterThan(1);
        assertThat(reason(parts)).isEqualTo("stop");
        assertThat(ofType(parts, Usage.class)).containsExactly(new Usage(11, 6, 0));
        assertThat(parts.getLast()).isInstanceOf(Usage.class);
    }

    @Test
    void anAnswerThatComesWholeSaysTheSame() {
        answers("application/json", recording.whole());
        List<AnswerPart> parts = answer();

        assertThat(text(parts)).isEqualTo("Hello there!");
        assertThat(reason(parts)).isEqualTo("stop");
        assertThat(parts).last().isEqualTo(new Usage(11, 6, 0));
    }

    @Test
    void callsOfToolsKeepIndexIdNameAndArguments() {
        streams(recording.tools());
        List<AnswerPart> parts = answer();
        Map<Integer, StringBuilder> arguments = new TreeMap<>();
        Map<Integer, String> names = new TreeMap<>();
        Map<Integer, String> ids = new TreeMap<>();
        ofType(parts, AnswerPart.ToolCallDelta.class).forEach(delta -> {
            arguments.computeIfAbsent(delta.call(), absent -> new StringBuilder()).append(delta.arguments());
            if (delta.id() != null) {
                assertThat(ids.put(delta.call(), delta.id())).as("an id comes once").isNull();
                names.put(delta.call(), Objects.requireNonNull(delta.name()));
            }
        });

        assertThat(names).isEqualTo(Map.of(0, "get_weather", 1, "get_time"));
        assertThat(ids.values()).doesNotHaveDuplicates().noneMatch(String::isBlank);
        assertThat(arguments.get(0)).hasToString("{\"city\":\"Paris\"}");
        assertThat(arguments.get(1)).hasToString("{\"zone\":\"CET\"}");
        assertThat(reason(parts)).isEqualTo("tool_calls");
    }

    @Test
    void thoughtsComeApartFromTheText() {
        streams(recording.thoughts());
        List<AnswerPart> parts = answer();

        assertThat(ofType(parts, AnswerPart.Reasoning.class).stream()
                .map(AnswerPart.Reasoning::text)
                .reduce("", String::concat)).isEqualTo("Let me see.");
        assertThat(text(parts)).isEqualTo("42");
    }

    @Test
    void anAnswerCutByTheLimitSaysSo() {
        streams(recording.length());
        assertThat(reason(answer())).isEqualTo("length");
    }

    @Test
    void aRequestCarriesTheKeyAndWhatTheDeploymentAddsAndNoMore() {
        streams(recording.text());
        answer();

        assertThat(asked().getHeader(keyHeader().getKey())).isEqualTo(keyHeader().getValue());
        assertThat(asked().getHeader("X-Extra")).isEqualTo("yes");
        assertThat(asked().getUrl()).startsWith("/base/").contains("extra=a%20b");
        assertThat(asked().getUrl() + asked().getBodyAsString()).doesNotContain(KEY);
    }

    private <T extends InferenceFailure> T fails(ResponseDefinitionBuilder response, Class<T> kind) {
        upstream.stubFor(post(anyUrl()).willReturn(response));
        T failure = catchThrowableOfType(kind, this::answer);
        assertThat(failure).isNotNull().hasMessageNotContaining(KEY);
        return failure;
    }

    @Test
    void refusalsMeanTheSameWhoeverRefuses() {
        String body = "{\"error\":{\"type\":\"some_error\",\"message\":\"told " + KEY + "\"},\"message\":\"told\"}";
        ResponseDefinitionBuilder refusal = aResponse().withBody(body).withHeader("Retry-After", "17");

        assertThat(fails(refusal.withStatus(429), Overloaded.class).retryAfter()).hasSeconds(17);
        assertThat(fails(refusal.withStatus(529), Overloaded.class).status()).isEqualTo(503);
        assertThat(fails(refusal.withStatus(401), Unavailable.class).code()).isEqualTo("upstream_refused_key");
        assertThat(fails(refusal.withStatus(400), Rejected.class)).hasMessageContaining("told");
        assertThat(fails(refusal.withStatus(500), Unavailable.class).code()).isEqualTo("upstream_status_500");
    }

    @Test
    void anErrorInsideAStreamIsAReasonToGoElsewhereBeforeItBeganAndBreaksItAfter() {
        streams(List.of(recording.error()));
        InferenceFailure before = catchThrowableOfType(InferenceFailure.class, this::answer);
        assertThat(before).isInstanceOfAny(Unavailable.class, Overloaded.class).hasMessageContaining("out of memory");

        List<String> broken = new ArrayList<>(recording.text().subList(0, recording.text().size() - 1));
        broken.removeIf(message -> message.contains("message_delta") || message.contains("messageStop")
                || message.contains("\"stop\""));
        broken.add(recording.error());
        streams(broken);
        assertThatThrownBy(this::answer).isInstanceOf(Broken.class).hasMessageContaining("out of memory");
    }

    @Test
    void aStreamThatIsCutAnywhereIsNeverAWholeAnswer() {
        List<String> messages = recording.text();
        int last = messages.size();
        while (complete(messages.subList(0, last - 1))) {
            last--; // what ends an answer may come twice, as with a mark of the end
        }
        for (int end = 0; end < last; end++) {
            streams(messages.subList(0, end));
            assertThatThrownBy(this::answer).as("after %d messages", end)
                    .isInstanceOfAny(Broken.class, Unavailable.class);
        }
    }

    private boolean complete(List<String> messages) {
        FrameReading reading = new FrameReading("up", recording.translation().get(), Delivery.PARTS);
        Framing framing = recording.framing().get();
        framing.add(recording.stream(messages)).forEach(reading::message);
        try {
            reading.end();
            return true;
        } catch (InferenceFailure cut) {
            return false;
        }
    }

    @Test
    void whatIsNoJsonBreaksAStream() {
        List<String> broken = new ArrayList<>(recording.text());
        broken.set(broken.size() / 2, recording.error().replace("\"", "").replace("{", "<"));
        streams(broken);
        assertThatThrownBy(this::answer).isInstanceOfAny(Broken.class, Unavailable.class)
                .hasMessageContaining("sent what is no answer");
    }

    @Test
    void whateverIsSentOnlyFailuresThatCallersKnowComeOfIt() {
        Random random = new Random(43);
        List<List<String>> recorded = List.of(recording.text(), recording.tools(), recording.thoughts(),
                List.of(recording.error()));
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = recording.stream(recorded.get(round % recorded.size()));
            for (int change = random.nextInt(5); change >= 0; change--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean() ? bytes[random.nextInt(bytes.length)] : (byte) random.nextInt(128);
            }
            try {
                read(bytes, bytes.length, random);
            } catch (InferenceFailure known) {
                assertThat(known.code()).isNotBlank();
            } catch (Framing.Unreadable unreadable) {
                assertThat(UpstreamFailure.of("up", unreadable, true).code()).isEqualTo("stream_malformed");
            }
        }
    }

    @Test
    void howTheBytesAreCutDoesNotMatter() {
        Random random = new Random(41);
        for (List<String> messages : List.of(recording.text(), recording.tools(), recording.thoughts())) {
            byte[] bytes = recording.stream(messages);
            List<AnswerPart> whole = withoutIds(read(bytes, bytes.length, random));
            for (int round = 0; round < 200; round++) {
                assertThat(withoutIds(read(bytes, 1 + random.nextInt(40), random))).isEqualTo(whole);
            }
        }
    }

    private List<AnswerPart> read(byte[] bytes, int longest, Random random) {
        FrameReading reading = new FrameReading("up", recording.translation().get(), Delivery.PARTS);
        Framing framing = recording.framing().get();
        List<AnswerPart> parts = new ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int end = longest == bytes.length ? bytes.length : Math.min(bytes.length, at + 1 + random.nextInt(longest));
            framing.add(Arrays.copyOfRange(bytes, at, end)).forEach(message -> parts.addAll(reading.message(message)));
            at = end;
        }
        parts.addAll(reading.end());
        return parts;
    }

    /** Some providers give no ids, and made ones differ. */
    private static List<AnswerPart> withoutIds(List<AnswerPart> parts) {
        return parts.stream()
                .map(part -> part instanceof AnswerPart.ToolCallDelta delta
                        ? (AnswerPart) new AnswerPart.ToolCallDelta(delta.choice(), delta.call(), null, delta.name(),
                                delta.arguments())
                        : part)
                .toList();
    }

    @Test
    void cancellingClosesTheConnection() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        byte[] begin = recording.stream(recording.text().subList(0, recording.text().size() - 2));
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.header("Content-Type", recording.type())
                        .send(Flux.just(begin)
                                .concatWith(Flux.never())
                                .doOnCancel(closed::countDown)
                                .map(Unpooled::wrappedBuffer), buffer -> true))
                .bindNow();
        try {
            StepVerifier.create(
                    client("http://127.0.0.1:" + server.port() + "/base").stream(ChatRequest.of("up-model", "Hi"))
                            .ofType(AnswerPart.Text.class))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(PATIENCE);
            assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void anAddressThatMayHoldSecretsIsRefused() {
        assertThatThrownBy(() -> client("http://169.254.169.254/latest")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("link-local");
    }

    @Test
    void whatOnlyAnotherFormKnowsIsRefusedByItsFieldSoThatAnotherModelMayAnswer() {
        AnswerOptions plain = AnswerOptions.PLAIN;
        ChatRequest request = ChatRequest.of("up-model", "Hi")
                .withOptions(new AnswerOptions(plain.tools(), plain.format(), 1, null, null, null,
                        List.of("tools[0].type: code_interpreter")));
        Rejected refused = catchThrowableOfType(Rejected.class, () -> answer(request));
        assertThat(refused.code()).isEqualTo(Provider.UNSUPPORTED);
        assertThat(refused.field()).isEqualTo("tools[0].type");
        assertThat(refused).hasMessageContaining("provider " + provider.name());
    }
}
