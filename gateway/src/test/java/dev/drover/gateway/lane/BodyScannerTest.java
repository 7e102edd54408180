package dev.drover.gateway.lane;

import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.ChatRequestReader;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the scanner takes, the full reader takes as the same; and how a body is cut does not matter. */
class BodyScannerTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String[] TEXTS = {"", "Hi", "é", "日本", "\uD83D\uDE00", "a\\nb", "\\u00e9", "\\ud83d\\ude00",
            "\\\"", "\\\\", "\\/", "/", "{\\\"model\\\":1}", " ", "\\u0000", "\\x", "\t", "\u007f"};
    private static final String[] NUMBERS = {"0", "1", "-1", "2", "2.0", "2.00001", "0.5", "5e-1", "1E0", "01", "1.",
            ".5", "-0", "1e400", "999999999", "2147483648", "12345678901234567", "123456789012345678901", "+1", "1e",
            "NaN"};
    private static final String[] ROLES = {"user", "assistant", "system", "developer", "tool", "function", "nobody"};
    private static final String[] NUMBERED = {"temperature", "top_p", "min_p", "top_k", "frequency_penalty",
            "presence_penalty", "max_tokens", "max_completion_tokens", "seed", "n"};
    private static final String[] WORDS = {"true", "false", "null", "True", "tru", "truer", "\"true\"", "1"};

    private static BodyScanner.Verdict verdict(BodyScanner scanner, byte[] body, Random cuts) {
        BodyScanner.Verdict verdict = BodyScanner.Verdict.MORE;
        for (int at = 0; at < body.length && verdict != BodyScanner.Verdict.OTHER;) {
            int end = Math.min(body.length, at + 1 + cuts.nextInt(1 + cuts.nextInt(body.length)));
            verdict = scanner.read(body, at, end);
            at = end;
        }
        return verdict;
    }

    private static @Nullable ChatCall scanned(byte[] body, Random cuts) {
        BodyScanner scanner = new BodyScanner();
        return verdict(scanner, body, cuts) == BodyScanner.Verdict.PLAIN ? scanner.body().call(body, body.length)
                : null;
    }

    private static @Nullable ChatCall read(byte[] body) {
        try {
            ChatCall call = ChatRequestReader.read(ByteBuffer.wrap(body));
            ChatRequest request = call.request();
            List<Message> bare = request.messages()
                    .stream()
                    .map(each -> new Message(each.role(), each.parts(), each.toolCalls(), each.toolCallId(),
                            each.name(), null))
                    .toList();
            return new ChatCall(request.withMessages(bare).withBody(request.body()), call.stream(),
                    call.includeUsage());
        } catch (Rejected refused) {
            return null;
        }
    }

    private static String body(Random random) {
        List<String> fields = new ArrayList<>();
        fields.add("\"model\":\"" + (random.nextInt(8) == 0 ? one(random, TEXTS) : "auto") + "\"");
        List<String> messages = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            messages.add("{\"role\":\"" + ROLES[random.nextInt(random.nextInt(10) == 0 ? 7 : 4)] + "\",\"content\":\""
                    + TEXTS[random.nextInt(random.nextInt(10) == 0 ? TEXTS.length : 13)] + "\""
                    + (random.nextInt(6) == 0 ? ",\"name\":\"x\"" : "") + "}");
        }
        fields.add("\"messages\": [" + String.join(",", messages) + "]");
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0 -> fields.add("\"stream\":" + WORDS[random.nextInt(random.nextBoolean() ? 2 : WORDS.length)]);
                case 1 -> fields.add("\"stream_options\":{\"include_usage\":" + WORDS[random.nextInt(3)] + "}");
                case 2 -> fields.add("\"user\":\"" + one(random, TEXTS) + "\"");
                case 3 -> fields.add("\"stop\":" + (random.nextBoolean() ? "\"x\"" : "[\"x\"]"));
                case 4 -> fields.add("\"unknown\":{\"a\":[1]}");
                default -> fields.add("\"" + one(random, NUMBERED) + "\":"
                        + NUMBERS[random.nextInt(random.nextBoolean() ? 2 : NUMBERS.length)]);
            }
        }
        Collections.shuffle(fields, random);
        String space = random.nextInt(3) == 0 ? " \n\r\t" : "";
        return space + "{" + space + String.join(space + "," + space, fields) + space + "}" + space;
    }

    private static String one(Random random, String[] of) {
        return of[random.nextInt(of.length)];
    }

    /** Changes, drops or adds a few bytes. */
    private static byte[] bent(byte[] body, Random random) {
        byte[] bent = body.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bent.length);
            switch (random.nextInt(4)) {
                case 0 -> bent[at] = (byte) random.nextInt(256);
                case 1 -> bent[at] = bent[random.nextInt(bent.length)];
                case 2 -> bent = java.util.Arrays.copyOf(bent, Math.max(1, at));
                default -> bent[at] = (byte) "{}[]\",:\\ ".charAt(random.nextInt(9));
            }
        }
        return bent;
    }

    @Test
    void whatItTakesTheReaderTakesAsTheSame() {
        Random random = new Random(20_261_122);
        int plain = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] body = body(random).getBytes(StandardCharsets.UTF_8);
            byte[] sent = i % 2 == 0 ? body : bent(body, random);
            ChatCall scanned = scanned(sent, random);
            if (scanned != null) {
                plain++;
                assertThat(scanned).as(new String(sent, StandardCharsets.UTF_8)).isEqualTo(read(sent));
            }
            assertThat(scanned(sent, random)).isEqualTo(scanned);
        }
        assertThat(plain).isGreaterThan(8_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"model\":\"a\"}", "{" + MESSAGES + "}",
            "{\"model\":\"a\",\"model\":\"b\"," + MESSAGES + "}", "{\"model\":\"a\"," + MESSAGES + "}x",
            "{\"model\":\"a\"," + MESSAGES + "", "{\"model\":\"a\"," + MESSAGES + ",}",
            "{\"model\":\"a\",\"messages\":[]}", "{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}]}",
            "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":null}]}",
            "{\"mod\\u0065l\":\"a\"," + MESSAGES + "}", "{\"model\":\"a\",\"tools\":[]," + MESSAGES + "}",
            "{\"model\":\"a\"," + MESSAGES + "}{}",
            "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"content\":\"b\"}]}"})
    void leavesToTheReaderWhatIsNotPlain(String body) {
        assertThat(scanned(body.getBytes(StandardCharsets.UTF_8), new Random(1))).isNull();
    }

    @Test
    void takesAPlainRequest() {
        String body = "{\"model\":\"auto\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"seed\":-7,"
                + "\"temperature\":0.2,\"max_tokens\":5," + MESSAGES + "}";

        ChatCall call = scanned(body.getBytes(StandardCharsets.UTF_8), new Random(1));

        assertThat(call).isNotNull().isEqualTo(read(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(call.includeUsage()).isTrue();
    }
}
