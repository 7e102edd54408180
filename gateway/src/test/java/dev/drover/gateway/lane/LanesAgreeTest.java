package dev.drover.gateway.lane;

import dev.drover.gateway.faults.FaultUpstream;
import dev.drover.gateway.faults.Script;
import dev.drover.gateway.faults.Wire;
import dev.drover.gateway.fixture.TestGateway;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both lanes give the same status, headers, body, charge, decision, metrics, spans and line in the access log, whatever is
 * asked and answered.
 */
class LanesAgreeTest {

    private static final String DECISION = "x-drover-decision";
    private static final List<String> COUNTED = List.of("drover_requests_total", "drover_attempts_total",
            "drover_cache_lookup_seconds_count", "drover_request_duration_seconds_count",
            "drover_request_time_to_first_seconds_count", "gen_ai_client_token_usage",
            "gen_ai_client_operation_duration_seconds_count",
            "gen_ai_client_operation_time_to_first_chunk_seconds_count", "http_server_request_duration_seconds_count",
            "resilience4j_circuitbreaker_calls_seconds_count");
    private static final List<String> OWN = List.of("time", "id", "millis", "millisToFirst", "lane", "bytesOut");
    private static final String CHUNK = "{\"id\":\"up\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}";
    private static final String FINISH = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";
    private static final String WHOLE = "{\"id\":\"up\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"up\",\"choices\":"
            + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Good day\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";

    @TempDir
    static Path folder;
    @TempDir
    static Path logs;
    private static FaultUpstream upstream;
    private static LaneRecord fastRecord;
    private static LaneRecord reactiveRecord;
    private static TestGateway fast;
    private static TestGateway reactive;

    @BeforeAll
    static void start() throws IOException {
        upstream = new FaultUpstream(0, LanesAgreeTest::script);
        TestGateway.write(folder, "up.yaml", """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: up}
                spec:
                  aliases: [other]
                  price: {inputPerMillion: 3, outputPerMillion: 7}
                  clocks: {connect: 1s, firstToken: 4s, idle: 2s, total: 10s, keepAlive: 30s}
                  breaker: {window: 1000, minimum: 1000}
                  deployments:
                    - {provider: openai, url: "%s", model: at-home}
                ---
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: kept}
                spec:
                  match: {models: [kept]}
                  route: {strategy: first, candidates: [up]}
                  cache: {exact: {ttl: 10m}}
                """.formatted(upstream.url()));
        TestGateway.auto(folder, "route: {strategy: first, candidates: [up]}");
        fastRecord = new LaneRecord(folder, logs.resolve("fast.log"), true);
        fast = fastRecord.gateway;
        reactiveRecord = new LaneRecord(folder, logs.resolve("reactive.log"), false);
        reactive = reactiveRecord.gateway;
    }

    @AfterAll
    static void stop() throws IOException {
        fast.close();
        reactive.close();
        fastRecord.close();
        reactiveRecord.close();
        upstream.close();
    }

    /** What the upstream does in a case that is a number. */
    private static @Nullable Script script(String slug) {
        int seed = Integer.parseInt(slug);
        return (call, wire) -> play(call.stream() || seed % 11 == 0, seed, wire);
    }

    private static void play(boolean stream, int seed, Wire wire) throws IOException, InterruptedException {
        switch (seed % 13) {
            case 0 -> wire.json(400, "{\"error\":{\"message\":\"no\",\"code\":\"bad\",\"param\":\"stop\"}}");
            case 1 -> wire.json(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: 60");
            case 2 -> wire.response(500, "text/html", "<h1>broken</h1>");
            case 3 -> {
                if (stream) {
                    wire.stream().events(CHUNK.formatted("Good")).cut();
                } else {
                    wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{").cut();
                }
            }
            case 4 ->
                wire.stream().events(CHUNK.formatted("Good"), "{\"error\":{\"message\":\"out of memory\"}}").end();
            case 5 -> wire.json(200, seed % 2 == 0 ? WHOLE : "{\"choices\":[");
            case 6 -> wire.stream().piece("data: " + CHUNK.formatted("Good").substring(0, 40));
            case 7 -> wire.stream()
                    .piece(": hello\r\n\r\ndata: " + CHUNK.formatted("Good") + "\r\n\r\nevent: x\r\ndata: ")
                    .pause(20)
                    .piece(FINISH + "\r\n\r\ndata: [DONE]\r\n\r\n")
                    .end();
            case 8 -> wire.stream().events(CHUNK.formatted("é日\uD83D\uDE00")).pause(30).events(FINISH).end();
            default -> {
                if (stream) {
                    wire.stream()
                            .events(CHUNK.formatted("Good"), CHUNK.formatted(" day"), FINISH, USAGE, "[DONE]")
                            .end();
                } else {
                    wire.json(200, WHOLE);
                }
            }
        }
    }

    private static String body(int seed, Random random, String run) {
        StringBuilder body = new StringBuilder(
                "{\"model\":\"" + List.of("up", "other", "auto", "kept").get(random.nextInt(4)) + "\"");
        body.append(random.nextBoolean() ? ",\"stream\":true" : "")
                .append(random.nextInt(3) == 0 ? ",\"stream_options\":{\"include_usage\":" + random.nextBoolean() + "}"
                        : "");
        body.append(random.nextBoolean() ? ",\"temperature\":0" : ",\"temperature\":0.7");
        body.append(List.of("", ",\"max_tokens\":5", ",\"tools\":[]", ",\"max_tokens\":0", ",\"unknown\":1")
                .get(random.nextInt(5)));
        return body + ",\"messages\":[{\"role\":\"user\",\"content\":\"case:" + seed + "#" + run + "\"}]}";
    }

    @Test
    void whateverIsAsked() {
        Random random = new Random(5);
        List<String> bodies = new ArrayList<>();
        for (int seed = 0; seed < 60; seed++) {
            bodies.add(body(seed, random, "r" + seed));
            if (random.nextInt(4) == 0) {
                bodies.add(bodies.getLast());
            }
        }
        Map<String, Double> fastBefore = counted(fast);
        Map<String, Double> reactiveBefore = counted(reactive);
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < bodies.size(); i++) {
            String body = bodies.get(i);
            softly.assertThat(told(fastRecord, body, i)).as(body).isEqualTo(told(reactiveRecord, body, i));
        }
        until(() -> fastRecord.traced() == bodies.size() && reactiveRecord.traced() == bodies.size());
        softly.assertThat(fastRecord.spans()).isEqualTo(reactiveRecord.spans()).hasSize(bodies.size());
        Map<String, Double> counted = since(fastBefore, fast);
        softly.assertThat(counted).isEqualTo(since(reactiveBefore, reactive));
        softly.assertThat(COUNTED).allMatch(name -> counted.keySet().stream().anyMatch(each -> each.startsWith(name)));
        softly.assertAll();
        assertThat(fast.get(fast.adminUrl() + "/metrics").body().lines())
                .anyMatch(line -> line.startsWith("drover_lane_requests_total{lane=\"fast\",reason=\"plain\"}")
                        && Double.parseDouble(line.substring(line.indexOf("} ") + 2)) > 20);
    }

    private static Map<String, Object> told(LaneRecord kept, String body, int number) {
        TestGateway gateway = kept.gateway;
        HttpResponse<String> response = gateway
                .send(gateway.chat(body).header("traceparent", LaneRecord.traceparent(number)).build());
        Map<String, Object> told = new TreeMap<>();
        String id = response.headers().firstValue(DECISION).orElse("d-none");
        told.put("status", response.statusCode());
        told.put("body",
                response.body()
                        .replace(id.substring(2), "ID")
                        .replaceAll("\"created\":\\d{10}", "\"created\":NOW")
                        .replaceAll("\"millis\":[0-9.]+", "\"millis\":0"));
        response.headers().map().forEach((name, values) -> {
            if (!name.equals(DECISION) && !(name.equals("content-length") && response.body().contains("millis"))) {
                told.put(name, values);
            }
        });
        if (!id.equals("d-none")) {
            until(() -> !gateway.decision(response).path("outcome").asString().equals("running"));
            ObjectNode decision = (ObjectNode) gateway.decision(response);
            decision.remove(List.of("decision", "began", "version", "millis", "millisToFirstPart", "facts"));
            told.put("decision", decision.toString().replaceAll("\"millis(ToFirstPart)?\":[0-9.]+", "\"millis\":0"));
        }
        told.put("line", line(kept, response, number));
        return told;
    }

    private static JsonNode line(LaneRecord kept, HttpResponse<String> response, int number) {
        String trace = LaneRecord.trace(number);
        until(() -> kept.lines().containsKey(trace));
        ObjectNode line = (ObjectNode) kept.lines().get(trace);
        assertThat(line.path("bytesOut").asInt()).isEqualTo(response.body().getBytes(StandardCharsets.UTF_8).length);
        assertThat(line.path("lane").asString())
                .isIn(kept == fastRecord ? List.of("fast", "reactive") : List.of("reactive"));
        line.remove(OWN);
        return line;
    }

    private static Map<String, Double> since(Map<String, Double> before, TestGateway gateway) {
        Map<String, Double> since = counted(gateway);
        before.forEach((name, value) -> since.merge(name, -value, Double::sum));
        since.values().removeIf(value -> value == 0);
        return since;
    }

    private static Map<String, Double> counted(TestGateway gateway) {
        Map<String, Double> counted = new TreeMap<>();
        gateway.get(gateway.adminUrl() + "/metrics")
                .body()
                .lines()
                .filter(line -> COUNTED.stream().anyMatch(line::startsWith) && !line.contains("_max"))
                .forEach(line -> counted.put(line.substring(0, line.lastIndexOf(' ')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        return counted;
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    private static String request(String more, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + more
                + "\r\n" + body;
    }

    private static String plain(int seed, String run) {
        return "{\"model\":\"up\",\"messages\":[{\"role\":\"user\",\"content\":\"case:" + seed + "#" + run + "\"}]}";
    }

    private static String read(Socket socket, String until) throws IOException {
        socket.setSoTimeout(20_000);
        StringBuilder all = new StringBuilder();
        while (all.indexOf(until) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return all.toString();
            }
            all.append((char) next);
        }
        return all.toString();
    }

    @Test
    void requestsOnOneConnectionAreAnsweredInOrder() throws IOException {
        String one = request("Content-Length: " + plain(9, "p1").length() + "\r\n", plain(9, "p1"));
        String web = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String chunked = request("Transfer-Encoding: chunked\r\n",
                Integer.toHexString(plain(9, "p2").length()) + "\r\n" + plain(9, "p2") + "\r\n0\r\n\r\n");
        for (TestGateway gateway : List.of(fast, reactive)) {
            try (Socket socket = TestGateway.raw(gateway.url(), one + web + one + chunked)) {
                String first = read(socket, "total_tokens");
                String second = read(socket, "total_tokens");
                String third = read(socket, "total_tokens");

                assertThat(first).startsWith("HTTP/1.1 200").contains("Good day");
                assertThat(second).contains("\"object\":\"list\"").endsWith("total_tokens");
                assertThat(third).contains("HTTP/1.1 200").contains("Good day");
            }
        }
    }

    @Test
    void aBodyMayComeByteByByte() throws Exception {
        String body = plain(9, "slow");
        try (Socket socket = TestGateway.raw(fast.url(), request("Content-Length: " + body.length() + "\r\n", ""))) {
            for (byte each : body.getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(each);
                socket.getOutputStream().flush();
            }
            assertThat(read(socket, "total_tokens")).startsWith("HTTP/1.1 200").contains("Good day");
        }
    }

    @Test
    void twoLengthsAreRefused() throws IOException {
        String body = plain(9, "smuggled");
        String both = request("Content-Length: " + body.length() + "\r\nTransfer-Encoding: chunked\r\n",
                "0\r\n\r\n" + body);
        String two = request("Content-Length: 4\r\nContent-Length: " + body.length() + "\r\n", body);
        for (TestGateway gateway : List.of(fast, reactive)) {
            for (String smuggled : List.of(both, two)) {
                try (Socket socket = TestGateway.raw(gateway.url(), smuggled)) {
                    assertThat(read(socket, "\r\n\r\n")).startsWith("HTTP/1.1 400");
                    assertThat(read(socket, "HTTP/1.1 200")).doesNotContain("HTTP/1.1");
                }
            }
        }
    }

    @Test
    void aRequestMayChooseTheWebServer() {
        String line = "drover_lane_requests_total{lane=\"reactive\",reason=\"head\"} ";
        double before = metric(line);
        HttpRequest asked = fast.chat(plain(9, "chosen")).header(Lane.CHOICE, "reactive").build();

        assertThat(fast.send(asked).statusCode()).isEqualTo(200);

        assertThat(metric(line)).isEqualTo(before + 1);
    }

    private static double metric(String line) {
        return fast.get(fast.adminUrl() + "/metrics")
                .body()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .sum();
    }
}
