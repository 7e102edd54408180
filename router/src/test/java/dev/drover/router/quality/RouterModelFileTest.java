package dev.drover.router.quality;

import dev.drover.inference.Message;
import dev.drover.router.Herd;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouterModelFileTest {

    private final RouterModel model = RouterTrainer.train(Herd.known(60, 1), new TrainingOptions(1, 3, 0.1, 0, 0, 10));
    private final byte[] bytes = model.toBytes();

    @Test
    void whatIsReadBackIsTheSame() {
        RouterModel read = RouterModel.read(bytes);

        assertThat(read.heads()).isEqualTo(model.heads());
        assertThat(read.hash()).isEqualTo(model.hash()).matches("[0-9a-f]{16}");
        assertThat(read.toBytes()).isEqualTo(bytes);
        List<Message> prompt = List.of(Message.user("What is 3 + 4?"));
        for (String head : model.heads()) {
            assertThat(read.predict(prompt).quality(head)).isEqualTo(model.predict(prompt).quality(head));
        }
    }

    @Test
    void eightHeadsFitIntoThreeHundredKilobytes() {
        int heads = 8;
        String[] names = new String[heads];
        Arrays.setAll(names, i -> "model-" + i);
        RouterModel large = new RouterModel(List.of(names), 15, new float[heads], new float[heads],
                new byte[heads << 15]);

        assertThat(large.toBytes()).hasSizeLessThan(300_000);
    }

    @Test
    void aChangedByteIsNoticed() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));

            assertThatThrownBy(() -> RouterModel.read(changed)).isInstanceOf(InvalidRouterModel.class)
                    .hasMessageContaining("expected:");
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() {
        for (int length = 0; length < bytes.length; length += 1 + length / 50) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RouterModel.read(cut)).isInstanceOf(InvalidRouterModel.class);
        }
    }

    @Test
    void aHostileFileWithAMatchingDigestIsReadOrRefused() throws Exception {
        SplittableRandom random = new SplittableRandom(6);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] hostile = Arrays.copyOf(bytes, random.nextInt(3) == 0 ? 46 + random.nextInt(200) : bytes.length);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                hostile[6 + random.nextInt(40)] = (byte) random.nextInt(256);
            }
            try {
                RouterModel read = RouterModel.read(signed(hostile));
                assertThat(read.heads()).isNotEmpty();
            } catch (InvalidRouterModel refusal) {
                refused++;
                assertThat(refusal).hasMessageContaining("expected:");
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({"6, 2, version", "8, 9, features", "10, 30, bits", "10, 7, bits", "12, 0, heads", "12, -1, heads",
            "12, 64, length", "12, 6, length", "14, -1, head 0", "14, 0, head 0", "14, 32767, head 0"})
    void eachFieldIsCheckedByName(int place, short value, String named) throws Exception {
        byte[] hostile = bytes.clone();
        ByteBuffer.wrap(hostile).putShort(place, value);

        assertThatThrownBy(() -> RouterModel.read(signed(hostile))).isInstanceOf(InvalidRouterModel.class)
                .hasMessageContaining(named);
    }

    @Test
    void twoHeadsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new RouterModel(List.of("a", "a"), 8, new float[2], new float[2], new byte[512]))
                .isInstanceOf(InvalidRouterModel.class);
        assertThatThrownBy(() -> new RouterModel(List.of("a"), 8, new float[] {Float.NaN}, new float[1], new byte[256]))
                .isInstanceOf(InvalidRouterModel.class);
    }

    private static byte[] signed(byte[] bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes, 0, bytes.length - 32);
        digest.digest(bytes, bytes.length - 32, 32);
        return bytes;
    }
}
