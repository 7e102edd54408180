package dev.drover.gateway.server;

import dev.drover.gateway.fixture.TestGateway;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is answered to requests that browsers, scanners, load balancers and mistaken clients send. */
class HttpSurfaceTest {

    private static final String CHAT = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "Yes.");
        TestGateway.local(folder, "fails", "fails:So far");
        TestGateway.remote(folder, "nowhere", "{connect: 300ms}",
                "{provider: openai, url: \"http://127.0.0.1:11/v1\", model: up}");
        gateway = TestGateway.over(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> call(String method, String url) {
        return gateway.send(
                HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.noBody()).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/v1/models", "/v1/models/small"})
    void aHeadIsAnsweredAsAGetWithoutItsBody(String path) {
        HttpResponse<String> get = gateway.get(gateway.url() + path);
        HttpResponse<String> head = call("HEAD", gateway.url() + path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).isEqualTo(get.headers().firstValue("content-length"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OPTIONS | /v1/chat/completions | POST
            GET     | /v1/chat/completions | POST
            HEAD    | /v1/chat/completions | POST
            DELETE  | /v1/models/small     | GET,HEAD
            POST    | /health/live         | GET,HEAD
            OPTIONS | /v1/models           | GET,HEAD
            BREW    | /v1/models           | GET,HEAD
            """)
    void anotherMethodIsToldWhichOnesThereAreAndNoPageIsLetIn(String method, String path, String allowed) {
        HttpResponse<String> response = call(method, gateway.url() + path);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue(allowed);
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        if (!method.equals("HEAD")) {
            assertThat(TestGateway.json(response.body()).path("error").path("code").asString())
                    .isEqualTo("method_not_allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/admin/decisions/d-0", "/admin", "/actuator", "/actuator/env", "/", "/v1",
            "/v1/chat/completions/", "/v1/files", "/health", "/%2e%2e/etc/passwd", "/v1//models"})
    void whatIsNotForEverybodyIsNotOnThePublicPort(String path) {
        HttpResponse<String> response = gateway.get(gateway.url() + path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestGateway.json(response.body()).path("error").path("message").asString())
                .contains("(expected: one of /v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/chat/completions", "/health/live", "/admin/nothing"})
    void theAdminPortAnswersOperatorsAlone(String path) {
        HttpResponse<String> response = gateway.get(gateway.adminUrl() + path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("/metrics");
        assertThat(call("HEAD", gateway.adminUrl() + "/metrics").statusCode()).isEqualTo(200);
        assertThat(call("POST", gateway.adminUrl() + "/metrics").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({"unknown,404,model_not_found", "nowhere,502,upstream_unreachable", "fails,500,internal_error"})
    void everyDecisionIsNamedInItsAnswerAlsoWhenThatIsAnError(String model, int status, String code) {
        HttpResponse<String> response = gateway.ask(model, false, "Hi");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(TestGateway.json(response.body()).path("error").path("code").asString()).isEqualTo(code);
        assertThat(gateway.decision(response).path("outcome").asString()).isEqualTo(code);
    }

    @Test
    void whereNothingWasDecidedNoDecisionIsNamed() {
        assertThat(gateway.ask("{}").headers().firstValue("x-drover-decision")).isEmpty();
        assertThat(gateway.get(gateway.url() + "/v1/models").headers().firstValue("x-drover-decision")).isEmpty();
    }

    @Test
    void aModelThatFailsForAnUnforeseenReasonDoesNotTellIt() {
        HttpResponse<String> whole = gateway.ask("fails", false, "Hi");
        HttpResponse<String> stream = gateway.ask("fails", true, "Hi");

        assertThat(whole.body()).contains("internal_error").doesNotContain("scripted to fail");
        assertThat(TestGateway.text(stream.body())).isEqualTo("So far");
        assertThat(stream.body()).contains("event: error", "internal_error")
                .doesNotContain("scripted to fail")
                .doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            application/json                  | 200
            application/json; charset=utf-8   | 200
            APPLICATION/JSON ;x=y             | 200
            application/jsonp                 | 415
            text/json                         | 415
            text/plain;charset=UTF-8          | 415
            multipart/form-data; boundary=x   | 415
            application/x-www-form-urlencoded | 415
            application                       | 415
            none                              | 415
            """)
    void onlyWhatNoPageCanSendWithoutAskingIsTaken(String type, int status) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(CHAT));
        if (type != null) {
            request.header("Content-Type", type);
        }
        assertThat(gateway.send(request.build()).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            Host: localhost             | 200
            Host: 127.0.0.1:8080        | 200
            Host: 127.8.9.10            | 200
            Host: evil.example          | 403
            Host: 127.0.0.1.evil.example | 403
            Host: 169.254.169.254       | 403
            Host: localhost.            | 403
            none                        | 403
            """)
    void onlyALocalNameIsAnsweredOnEitherPort(String header, int status) throws IOException {
        String host = header == null ? "" : header + "\r\n";
        assertThat(status(gateway.url(), "GET /v1/models HTTP/1.0\r\n" + host + "\r\n")).isEqualTo(status);
        assertThat(status(gateway.adminUrl(), "GET /metrics HTTP/1.0\r\n" + host + "\r\n")).isEqualTo(status);
        assertThat(status(gateway.url(), "POST /v1/chat/completions HTTP/1.0\r\n" + host
                + "Content-Type: application/json\r\nContent-Length: " + CHAT.length() + "\r\n\r\n" + CHAT))
                .isEqualTo(status);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedBeforeItComes() throws IOException {
        assertThat(status(gateway.url(), "POST /v1/chat/completions HTTP/1.0\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 40000000\r\n\r\n")).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"temperature\":1e400", "\"top_p\":0", "\"min_p\":1", "\"max_tokens\":1e30", "\"n\":0"})
    void aNumberOutOfItsRangeIsTheClientsFault(String field) {
        HttpResponse<String> response = gateway.ask(CHAT.replace("{\"model\"", "{" + field + ",\"model\""));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(field)
                .startsWith("\"" + TestGateway.json(response.body()).path("error").path("param").asString() + "\"");
    }

    private static int status(String url, String request) throws IOException {
        try (Socket client = TestGateway.raw(url, request)) {
            client.setSoTimeout(30_000);
            String head = new String(client.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
            return Integer.parseInt(head.substring(9));
        }
    }
}
