package dev.drover.gateway.provider.bedrock;

import dev.drover.gateway.provider.transport.Framing.Unreadable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventStreamFramingTest {

    /** A message that Amazon's libraries are tested with: one header, and a payload that is no JSON. */
    private static final byte[] PUBLISHED = HexFormat.of()
            .parseHex("0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e"
                    + "7b27666f6f273a27626172277d8d9c08b1");

    private static EventStreamFraming framing() {
        return new EventStreamFraming(1_000);
    }

    @Test
    void aPublishedMessageIsRead() {
        assertThat(framing().add(PUBLISHED)).containsExactly("{\"\":{'foo':'bar'}}");
    }

    @Test
    void headersOfEveryTypeArePassedOver() {
        Map<String, Object> headers = new LinkedHashMap<>();
        int[] lengths = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};
        for (int type = 0; type < lengths.length; type++) {
            byte[] value = new byte[lengths[type] < 0 ? 1 + 2 + 3 : 1 + lengths[type]];
            value[0] = (byte) type;
            if (lengths[type] < 0) {
                value[2] = 3;
            }
            headers.put("h" + type, value);
        }
        headers.put(":event-type", "ping");
        assertThat(framing().add(EventStream.message(headers, ""))).containsExactly("{\"ping\":{}}");
    }

    @Test
    void anErrorOfTheStreamItselfIsOne() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(":message-type", "error");
        headers.put(":error-code", "Internal");
        headers.put(":error-message", "no \"luck\"");
        assertThat(framing().add(EventStream.message(headers, "")))
                .containsExactly("{\"error\":{\"code\":\"Internal\",\"message\":\"no \\\"luck\\\"\"}}");
    }

    @Test
    void howTheBytesAreCutDoesNotMatter() {
        byte[] bytes = EventStream
                .of(List.of("{\"a\":{\"x\":1}}", "{\"b\":{}}", "{\"throttlingException\":{\"m\":\"ü\"}}"));
        List<String> whole = framing().add(bytes);
        assertThat(whole).hasSize(3).contains("{\"throttlingException\":{\"m\":\"ü\"}}");
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            EventStreamFraming framing = framing();
            List<String> messages = new ArrayList<>();
            for (int at = 0; at < bytes.length;) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(30));
                messages.addAll(framing.add(Arrays.copyOfRange(bytes, at, end)));
                at = end;
            }
            assertThat(messages).isEqualTo(whole);
        }
    }

    @Test
    void anyChangedBitIsNoticed() {
        for (int bit = 0; bit < PUBLISHED.length * 8; bit++) {
            byte[] changed = PUBLISHED.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> framing().add(changed)).as("bit %d", bit).isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void whatIsTooLongOrContradictsItselfIsRefusedBeforeItComes() {
        byte[] large = EventStream.message(Map.of(), "x".repeat(2_000));
        assertThatThrownBy(() -> framing().add(Arrays.copyOf(large, 12))).hasMessageContaining("larger than 1000");

        byte[] tooShort = {1, 'n', 7, 0, 9};
        assertThatThrownBy(() -> framing().add(EventStream.message(Map.of("a", tooShort), "")))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> framing().add(EventStream.message(Map.of("a", new byte[] {10}), "")))
                .hasMessageContaining("unknown type");
    }

    @Test
    void headersMayNotReachBeyondTheirMessage() {
        for (int headers : new int[] {-1, 5, Integer.MAX_VALUE}) {
            ByteBuffer prelude = ByteBuffer.wrap(EventStream.message(Map.of(), "abcd"));
            prelude.putInt(4, headers);
            CRC32 sum = new CRC32();
            sum.update(prelude.array(), 0, 8);
            prelude.putInt(8, (int) sum.getValue());
            assertThatThrownBy(() -> framing().add(prelude.array())).hasMessageContaining("headers within");
        }
    }
}
