package dev.drover.gateway.log;

import dev.drover.gateway.decision.Attempt;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.inference.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccessLogTest {

    @TempDir
    Path folder;

    private static AccessEntry entry(String asked) {
        Decision decision = new Decisions().begin("ann", "blue team", asked);
        decision.governed("default", "v1");
        decision.routed("small", List.of());
        decision.attempted(new Attempt("small", "engine", "route", "completed", null, 7, null));
        decision.firstPart(Duration.ofMillis(3));
        decision.charged(new Usage(5, 7, 2), new Decision.Cost(0.25, "USD"));
        decision.ended("stream_cut", Duration.ofMillis(9));
        return new AccessEntry(Instant.parse("2026-11-22T01:02:03Z"), "POST", "/v1/chat/completions", 200, 12, 345,
                Duration.ofNanos(9_876_543), "reactive", null, decision);
    }

    @Test
    void aLineIsOneObjectWhateverAClientNamesItsModel() {
        String line = AccessLog.line(entry("a\n\"b\" = c" + "x".repeat(500)), AccessSettings.Form.JSON);
        assertThat(line).doesNotContain("\n").hasSizeLessThan(700);
        assertThat(TestGateway.json(line).path("asked").asString()).startsWith("a\n\"b\" = c").endsWith("...");
        assertThat(TestGateway.json(line).toString()).contains("\"time\":\"2026-11-22T01:02:03Z\"", "\"status\":200",
                "\"millis\":9.88", "\"lane\":\"reactive\"", "\"bytesIn\":12", "\"bytesOut\":345",
                "\"team\":\"blue team\"", "\"policy\":\"default\"", "\"model\":\"small\"", "\"cache\":\"none\"",
                "\"attempts\":1", "\"millisToFirst\":3.0", "\"tokensIn\":5", "\"tokensOut\":7", "\"tokensCached\":2",
                "\"cost\":0.25", "\"error\":\"stream_cut\"");
    }

    @Test
    void logfmtQuotesWhatNeedsIt() {
        assertThat(AccessLog.line(entry("a\n\"b\" = c"), AccessSettings.Form.LOGFMT))
                .startsWith("time=2026-11-22T01:02:03Z ")
                .contains(" status=200 ", " team=\"blue team\" ", " asked=\"a\\n\\\"b\\\" = c\" ", " error=stream_cut")
                .doesNotContain("\n");
    }

    @Test
    void everyLineIsWrittenOrCountedAsDroppedAndNobodyWaits() throws Exception {
        Path file = folder.resolve("access.log");
        AccessLog log = new AccessLog(AccessSettings.of(file.toString(), "json"));
        AccessEntry entry = entry("small");
        int many = 50_000;
        for (int i = 0; i < many; i++) {
            log.add(entry);
        }
        for (int i = 0; i < 600 && Files.readAllLines(file).size() + log.dropped() < many; i++) {
            Thread.sleep(50);
        }
        assertThat(Files.readAllLines(file).size() + log.dropped()).isEqualTo(many);
        log.close();
    }

    @Test
    void whatCannotBeWrittenIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new AccessLog(AccessSettings.of(folder.resolve("no/such/file").toString(), "json")))
                .hasMessageContaining("access-log: ")
                .hasMessageContaining("expected: off, stdout, or a file");
        assertThatThrownBy(() -> AccessSettings.of("stdout", "xml")).hasMessageContaining("expected: json or logfmt");
    }
}
