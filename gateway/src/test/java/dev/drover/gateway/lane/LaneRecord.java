package dev.drover.gateway.lane;

import com.google.protobuf.ByteString;
import dev.drover.gateway.fixture.OtelCollector;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.gateway.log.AccessSettings;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A gateway with one lane or both, and what it logs and traces of numbered requests. */
final class LaneRecord implements AutoCloseable {

    private static final String OURS = "feed000000000000";
    private static final String PARENT = "b7ad6b7169203331";
    /** What differs from request to request, or by lane. */
    private static final List<String> OWN = List.of("drover.decision", "drover.lane", "drover.policy.version",
            "gen_ai.response.time_to_first_chunk");

    final TestGateway gateway;
    private final OtelCollector collector = new OtelCollector();
    private final Path log;

    LaneRecord(Path policies, Path log, boolean fastLane) {
        this.log = log;
        this.gateway = TestGateway.logging(policies, AccessSettings.of(log.toString(), "json"), fastLane);
    }

    /** The header {@code traceparent} of a request. */
    static String traceparent(int number) {
        return "00-" + trace(number) + "-" + PARENT + "-01";
    }

    static String trace(int number) {
        return OURS + HexFormat.of().toHexDigits((long) number);
    }

    /** The lines of the access log by trace. */
    Map<String, JsonNode> lines() {
        try {
            return Files.readAllLines(log)
                    .stream()
                    .filter(line -> line.contains(OURS))
                    .map(TestGateway::json)
                    .collect(Collectors.toMap(line -> line.path("trace").asString(), line -> line));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many requests have been traced to their end. */
    long traced() {
        return collector.named("POST /v1/chat/completions").stream().filter(LaneRecord::isOurs).count();
    }

    /** The spans by trace, each with its parent's name. */
    Map<String, List<String>> spans() {
        Map<ByteString, String> names = collector.spans.stream()
                .collect(Collectors.toMap(Span::getSpanId, Span::getName));
        Map<String, List<String>> spans = new TreeMap<>();
        for (Span span : collector.spans) {
            if (isOurs(span)) {
                Map<String, Object> attributes = new TreeMap<>(OtelCollector.attributes(span));
                attributes.keySet().removeAll(OWN);
                String parent = names.getOrDefault(span.getParentSpanId(), hex(span.getParentSpanId()));
                spans.computeIfAbsent(hex(span.getTraceId()), absent -> new ArrayList<>())
                        .add(parent + " > " + span.getName() + " " + span.getKind() + " "
                                + span.getStatus().getCodeValue() + " " + span.getStatus().getMessage() + " "
                                + attributes);
            }
        }
        spans.values().forEach(all -> all.sort(String::compareTo));
        return spans;
    }

    private static boolean isOurs(Span span) {
        return hex(span.getTraceId()).startsWith(OURS);
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /** Closes the collector, which takes what the gateways of this process tell until they are closed. */
    @Override
    public void close() {
        collector.close();
    }
}
