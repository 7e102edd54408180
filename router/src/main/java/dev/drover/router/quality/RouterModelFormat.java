package dev.drover.router.quality;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of a {@link RouterModel}, big-endian: the letters {@code DRVRTR}, a version of the file and one of the
 * features (16 bits), bits of the buckets and number of heads (16 bits each); for each head the length of its name
 * (16 bits), its name in UTF-8, bias and scale (floats) and one signed byte a bucket; at the end the SHA-256 of all
 * before it.
 */
final class RouterModelFormat {

    private static final byte[] MAGIC = "DRVRTR".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    /** Counts up when {@link PromptFeatures} would give other features for the same prompt. */
    private static final int FEATURES = 1;
    private static final int DIGEST = 32;
    private static final int HEADER = 6 + 4 * Short.BYTES;
    private static final int MIN_BITS = 8;
    private static final int MAX_BITS = 20;

    private RouterModelFormat() {}

    static byte[] write(RouterModel model) {
        int buckets = 1 << model.bits();
        int length = HEADER + DIGEST;
        for (String head : model.heads()) {
            length += Short.BYTES + head.getBytes(StandardCharsets.UTF_8).length + 2 * Float.BYTES + buckets;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put(MAGIC).putShort((short) VERSION).putShort((short) FEATURES);
        bytes.putShort((short) model.bits()).putShort((short) model.heads().size());
        float[] biases = model.biases();
        float[] scales = model.scales();
        byte[] weights = model.quantized();
        for (int head = 0; head < biases.length; head++) {
            byte[] name = model.heads().get(head).getBytes(StandardCharsets.UTF_8);
            bytes.putShort((short) name.length).put(name).putFloat(biases[head]).putFloat(scales[head]);
            bytes.put(weights, head * buckets, buckets);
        }
        bytes.put(digest(bytes.array(), bytes.position()));
        return bytes.array();
    }

    static RouterModel read(byte[] given) {
        expect(given.length >= HEADER + DIGEST, "length", given.length, "at least " + (HEADER + DIGEST) + " bytes");
        expect(Arrays.equals(given, 0, MAGIC.length, MAGIC, 0, MAGIC.length), "file", "other letters",
                "DRVRTR at its beginning");
        byte[] digest = digest(given, given.length - DIGEST);
        expect(Arrays.equals(given, given.length - DIGEST, given.length, digest, 0, DIGEST), "sha256", "another",
                "that of the file; it was cut or changed, copy it again");
        ByteBuffer bytes = ByteBuffer.wrap(given, MAGIC.length, given.length - DIGEST - MAGIC.length);
        int version = bytes.getShort();
        expect(version == VERSION, "version", version, VERSION + "; train it again");
        int features = bytes.getShort();
        expect(features == FEATURES, "features", features, FEATURES + "; train it again");
        int bits = bytes.getShort();
        expect(bits >= MIN_BITS && bits <= MAX_BITS, "bits", bits, MIN_BITS + " to " + MAX_BITS);
        int count = bytes.getShort();
        expect(count >= 1 && count <= RouterModel.MAX_HEADS, "heads", count, "1 to " + RouterModel.MAX_HEADS);
        int buckets = 1 << bits;
        expect(bytes.remaining() >= (long) count * buckets, "length", given.length,
                "more than " + (long) count * buckets + " bytes for " + count + " heads");
        List<String> names = new ArrayList<>();
        float[] biases = new float[count];
        float[] scales = new float[count];
        byte[] weights = new byte[count * buckets];
        for (int head = 0; head < count; head++) {
            expect(bytes.remaining() >= Short.BYTES, "head " + head, "cut short", "a name");
            int length = bytes.getShort();
            expect(length >= 1 && bytes.remaining() >= (long) length + 2 * Float.BYTES + buckets, "head " + head,
                    "a name of " + length + " bytes", "a name and " + buckets + " weights");
            byte[] name = new byte[length];
            bytes.get(name);
            names.add(new String(name, StandardCharsets.UTF_8));
            biases[head] = bytes.getFloat();
            scales[head] = bytes.getFloat();
            bytes.get(weights, head * buckets, buckets);
        }
        expect(!bytes.hasRemaining(), "length", given.length, bytes.remaining() + " bytes less");
        return new RouterModel(names, bits, biases, scales, weights);
    }

    private static void expect(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new InvalidRouterModel("router model: " + key + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** The first 16 hexadecimal digits of a written model's digest. */
    static String hash(byte[] written) {
        return HexFormat.of().formatHex(written, written.length - DIGEST, written.length - DIGEST + 8);
    }

    private static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256: missing (expected: in every Java)", missing);
        }
    }
}
