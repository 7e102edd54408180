package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes hostile model files: good ones with bytes, numbers and whole stretches changed, and files written part by part in
 * which anything may stand for anything. A case is a function of its seed alone.
 */
final class ModelFileFuzz {

    private static final long[] NUMBERS = {0, 1, 2, 3, 7, 8, 12, 13, 31, 32, 33, 63, 64, 255, 256, 65_535, 65_536,
            1L << 20, 1L << 24, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, 1L << 32, 1L << 40, 1L << 62,
            Long.MAX_VALUE, Long.MIN_VALUE, -1, -2, -32};
    private static final List<String> KEYS = List.of("general.architecture", "general.alignment", "split.count",
            "split.no", "split.tensors.count", "llama.block_count", "tokenizer.ggml.tokens", "", "x");

    private final List<byte[]> seeds;

    ModelFileFuzz() {
        seeds = List.of(SmallModelFile.bytes(),
                SmallModelFile.bytes(new GgufWriter().put("general.name", "x")
                        .tensor("first", BlockFormats.Q8_0, new float[64], 32, 2)
                        .tensor("last", BlockFormats.F32, new float[8], 8)),
                RawModelFile.vectors(256, new long[] {0, 8}, new long[] {64, 16}, new long[] {128, 8}));
    }

    /** The file of a case. */
    byte[] file(long number) {
        SplittableRandom random = new SplittableRandom(number * 0x9e3779b97f4a7c15L + 1);
        if (random.nextInt(4) == 0) {
            return written(random);
        }
        byte[] file = seeds.get(random.nextInt(seeds.size())).clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && file.length > 0; changes--) {
            file = changed(file, random);
        }
        return file;
    }

    private byte[] changed(byte[] file, SplittableRandom random) {
        int at = random.nextInt(random.nextInt(8) == 0 ? Math.min(48, file.length) : file.length);
        switch (random.nextInt(8)) {
            case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> file[at] = (byte) random.nextInt();
            case 2 -> number(file, at, 8, random);
            case 3 -> number(file, at, 4, random);
            case 4 -> { return Arrays.copyOf(file, at); }
            case 5 -> {
                int to = at + random.nextInt(file.length - at);
                return RawModelFile.join(Arrays.copyOf(file, at), Arrays.copyOfRange(file, to, file.length));
            }
            case 6 -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int from = random.nextInt(other.length);
                int length = random.nextInt(Math.min(200, other.length - from) + 1);
                return RawModelFile.join(Arrays.copyOf(file, at), Arrays.copyOfRange(other, from, from + length),
                        Arrays.copyOfRange(file, at, file.length));
            }
            default -> {
                for (int i = 0; i < random.nextInt(24) && at + i < file.length; i++) {
                    file[at + i] = (byte) random.nextInt();
                }
            }
        }
        return file;
    }

    private static void number(byte[] file, int at, int width, SplittableRandom random) {
        int aligned = random.nextBoolean() ? at : at / 4 * 4;
        if (aligned + width <= file.length) {
            long value = NUMBERS[random.nextInt(NUMBERS.length)];
            ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            if (width == 8) {
                buffer.putLong(aligned, value);
            } else {
                buffer.putInt(aligned, (int) value);
            }
        }
    }

    private static byte[] written(SplittableRandom random) {
        int entries = random.nextInt(6);
        int tensors = random.nextInt(5);
        byte[] file = RawModelFile.header(random.nextInt(20) == 0 ? random.nextInt(5) : 2 + random.nextInt(2),
                lied(tensors, random), lied(entries, random));
        for (int i = 0; i < entries; i++) {
            file = RawModelFile.join(file, entry(random));
        }
        for (int i = 0; i < tensors; i++) {
            file = RawModelFile.join(file, tensor(i, random));
        }
        return RawModelFile.join(file, new byte[random.nextInt(600)]);
    }

    private static long lied(long truth, SplittableRandom random) {
        return random.nextInt(12) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : truth;
    }

    private static byte[] entry(SplittableRandom random) {
        String key = KEYS.get(random.nextInt(KEYS.size())) + (random.nextBoolean() ? "" : random.nextInt(9));
        int type = random.nextInt(14);
        byte[] value = new byte[random.nextInt(24)];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(4));
        }
        return switch (type) {
            case 8 -> RawModelFile.entry(key, type, RawModelFile.text(value));
            case 9 -> RawModelFile.entry(key, type,
                    RawModelFile.array(random.nextInt(14), lied(random.nextInt(6), random), value));
            default -> RawModelFile.entry(key, type, value);
        };
    }

    private static byte[] tensor(int index, SplittableRandom random) {
        int dimensions = random.nextInt(16) == 0 ? random.nextInt(7) : 1 + random.nextInt(4);
        long[] shape = new long[dimensions];
        for (int i = 0; i < dimensions; i++) {
            shape[i] = lied(1 + random.nextInt(i == 0 ? 64 : 3), random);
        }
        int format = random.nextInt(3) == 0 ? random.nextInt(45) : 0;
        return RawModelFile.tensor(random.nextInt(20) == 0 ? "" : "t" + index, (int) lied(dimensions, random), shape,
                format, lied(random.nextInt(8) * 32L, random));
    }
}
