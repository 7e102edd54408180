package dev.drover.gateway.provider.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SseParserTest {

    private static final int LIMIT = 1_000;

    @Test
    void anEventIsItsDataHoweverLinesEnd() {
        assertThat(parse("data: a\n\ndata:b\r\n\r\ndata:  c\r\r")).containsExactly("a", "b", " c");
    }

    @Test
    void severalDataLinesAreOneEventAndOtherFieldsAreLeftOut() {
        assertThat(parse("id: 1\nevent: x\ndata: a\nretry: 5\ndata\ndata: b\n\n\n\n: note\n\n"))
                .containsExactly("a\n\nb");
    }

    @Test
    void anEventWithoutItsEndIsNone() {
        assertThat(parse("data: a\n\ndata: b\n")).containsExactly("a");
        assertThat(parse("\uFEFFdata: a\n\n")).containsExactly("a");
    }

    @Test
    void howTheBytesAreCutDoesNotMatter() {
        String stream = "\uFEFFdata: {\"a\":\"größe 🐑\"}\r\n\r\n: ping\n\ndata: x\ndata: y\r\rdata: [DONE]\n\n";
        List<String> whole = parse(stream);
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            assertThat(parse(stream, random)).isEqualTo(whole);
        }
    }

    @Test
    void whateverBytesComeMemoryStaysBounded() {
        Random random = new Random(11);
        byte[] alphabet = "data: \r\n:x\u00e9".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            SseParser parser = new SseParser(LIMIT);
            byte[] bytes = new byte[random.nextInt(3_000)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            try {
                for (String event : parser.add(bytes)) {
                    assertThat(event.length()).isLessThanOrEqualTo(LIMIT);
                }
            } catch (Framing.Unreadable expected) {
                assertThat(expected).hasMessageContaining("1000");
            }
        }
    }

    @Test
    void whateverComesTheEventsAreThoseOfTheFormatsRulesHoweverItIsCut() {
        Random random = new Random(13);
        String[] pieces = {"data", ":", " ", "\n", "\r", "\r\n", "\n\n", "x", "größe", "\uFEFF", "id: 1", "data: {}",
                ":c"};
        for (int round = 0; round < 2_000; round++) {
            StringBuilder stream = new StringBuilder();
            for (int piece = random.nextInt(40); piece > 0; piece--) {
                stream.append(pieces[random.nextInt(pieces.length)]);
            }
            List<String> events = byTheRules(stream.toString());
            assertThat(parse(stream.toString())).as("%s", stream).isEqualTo(events);
            assertThat(parse(stream.toString(), random)).as("%s", stream).isEqualTo(events);
        }
    }

    /** The format's rules, a line at a time, over a stream that is there whole. */
    private static List<String> byTheRules(String stream) {
        String text = (stream.startsWith("\uFEFF") ? stream.substring(1) : stream).replace("\r\n", "\n")
                .replace('\r', '\n');
        List<String> events = new ArrayList<>();
        List<String> data = new ArrayList<>();
        List<String> lines = Arrays.asList(text.split("\n", -1));
        for (String line : lines.subList(0, lines.size() - 1)) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(String.join("\n", data));
                }
                data.clear();
            } else if (line.equals("data")) {
                data.add("");
            } else if (line.startsWith("data:")) {
                data.add(line.substring(line.startsWith("data: ") ? 6 : 5));
            }
        }
        return events;
    }

    @Test
    void aLineOrAnEventBeyondTheLimitIsRefused() {
        assertThatThrownBy(() -> parse("data: " + "x".repeat(LIMIT))).isInstanceOf(Framing.Unreadable.class);
        assertThatThrownBy(() -> parse("data: xxxxxxxxx\n".repeat(200))).isInstanceOf(Framing.Unreadable.class);
    }

    private static List<String> parse(String stream) {
        return new SseParser(LIMIT).add(stream.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> parse(String stream, Random random) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        SseParser parser = new SseParser(LIMIT);
        List<String> texts = new ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int end = Math.min(bytes.length, at + random.nextInt(6));
            texts.addAll(parser.add(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        return texts;
    }
}
