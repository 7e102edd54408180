package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormat;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes a model file (GGUF version 3; data aligned to 32 bytes, or as {@code general.alignment} says). Entries and
 * tensors are named first, then {@link #write} streams them; the same calls give the same bytes.
 *
 * <pre>{@code
 * new GgufWriter()
 *         .put("general.architecture", "llama")
 *         .put("llama.block_count", 5)
 *         .tensor("output_norm.weight", BlockFormats.F32, norm, 64)
 *         .tensor("token_embd.weight", BlockFormats.Q8_0, embedding, 64, 512)
 *         .write(Path.of("model.gguf"));
 * }</pre>
 */
public final class GgufWriter {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Pending> tensors = new LinkedHashMap<>();
    private int alignment = GgufReader.DEFAULT_ALIGNMENT;

    /**
     * Adds or replaces an entry of the metadata, in the type that goes with the Java value: whole numbers of at least 0
     * become unsigned, negative ones signed, both as wide as the Java type; {@code int[]} and {@code long[]} become
     * signed arrays.
     *
     * @param key the key
     * @param value a String, Boolean, Integer, Long, Float, Double, list of strings, or array of boolean, int, long,
     *        float or double
     * @return this
     */
    public GgufWriter put(String key, Object value) {
        if (value instanceof List<?> || value.getClass().isArray()) {
            return putArray(key, MetadataType.ofElements(value), value);
        }
        return put(key, MetadataType.of(value), value);
    }

    /**
     * Adds or replaces an entry of the metadata in a type of choice.
     *
     * @param key the key
     * @param type any but {@link MetadataType#ARRAY}
     * @param value a Number, Boolean or String, as the type wants
     * @return this
     */
    public GgufWriter put(String key, MetadataType type, Object value) {
        requireKind(key, type, value);
        return add(key, new Entry(type, value));
    }

    private GgufWriter add(String key, Entry entry) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("metadata key: empty (expected: a name)");
        }
        if (key.equals(GgufReader.ALIGNMENT_KEY)) {
            if (entry.type() != MetadataType.UINT32 || !GgufReader.aligns(entry.value())) {
                throw new IllegalArgumentException(
                        key + ": " + entry.value() + " (expected: " + GgufReader.ALIGNMENTS + ")");
            }
            alignment = (int) entry.value();
        }
        entries.put(key, entry);
        return this;
    }

    /**
     * Adds or replaces an array of the metadata with elements in a type of choice.
     *
     * @param key the key
     * @param type the elements' type, any but {@link MetadataType#ARRAY}
     * @param elements a list, or array of boolean, int, long, float or double; copied
     * @return this
     */
    public GgufWriter putArray(String key, MetadataType type, Object elements) {
        List<?> list = elements instanceof List<?> given ? List.copyOf(given)
                : IntStream.range(0, Array.getLength(elements)).mapToObj(i -> Array.get(elements, i)).toList();
        if (type == MetadataType.ARRAY) {
            throw new IllegalArgumentException(key + ": an array of arrays (expected: a flat array)");
        }
        list.forEach(element -> requireKind(key, type, element));
        return add(key, new Entry(MetadataType.ARRAY, new MetadataWriter.TypedArray(type, list)));
    }

    private static void requireKind(String key, MetadataType type, Object value) {
        boolean fits = switch (type) {
            case STRING -> value instanceof String;
            case BOOL -> value instanceof Boolean;
            case ARRAY -> false;
            default -> value instanceof Number;
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    key + ": " + value.getClass().getSimpleName() + " (expected: a value for " + type + ")");
        }
        if (value instanceof Number number && !inRange(type, number)) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: within the range of " + type + ")");
        }
    }

    private static boolean inRange(MetadataType type, Number number) {
        long whole = number.longValue();
        boolean isWhole = number instanceof Long || number.doubleValue() == whole;
        return switch (type) {
            case UINT8 -> isWhole && whole >= 0 && whole <= 0xff;
            case INT8 -> isWhole && whole == (byte) whole;
            case UINT16 -> isWhole && whole >= 0 && whole <= 0xffff;
            case INT16 -> isWhole && whole == (short) whole;
            case UINT32 -> isWhole && whole >= 0 && whole <= 0xffff_ffffL;
            case INT32 -> isWhole && whole == (int) whole;
            case UINT64 -> isWhole && whole >= 0;
            case INT64 -> isWhole;
            case FLOAT32 -> Float.isFinite(number.floatValue()) || !Double.isFinite(number.doubleValue());
            default -> true;
        };
    }

    /**
     * Adds or replaces all entries of another file's metadata, in the types that they have there, but those of which
     * file it is of a model in several.
     *
     * @return this
     */
    public GgufWriter putAll(Metadata metadata) {
        metadata.asMap().forEach((key, value) -> {
            MetadataType type = metadata.type(key);
            if (type == null || key.startsWith(SplitModel.PREFIX)) {
                return;
            }
            if (value instanceof List<?> || value.getClass().isArray()) {
                putArray(key, type, value);
            } else {
                put(key, type, value);
            }
        });
        return this;
    }

    /**
     * Adds a tensor from numbers in memory.
     *
     * @param name the name, each once
     * @param format how it is stored
     * @param values the numbers, row after row; not copied
     * @param shape the dimensions, the length of a row first: a matrix is {@code columns, rows}
     * @return this
     */
    public GgufWriter tensor(String name, BlockFormat format, float[] values, long... shape) {
        long count = 1;
        for (long dimension : shape) {
            count = Math.multiplyExact(count, dimension);
        }
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "tensor " + name + ": " + values.length + " values (expected: " + count + ", as the shape says)");
        }
        return tensor(name, format, (first, target, length) -> System.arraycopy(values, (int) first, target, 0, length),
                shape);
    }

    /**
     * Adds a tensor whose numbers are asked for while it is written.
     *
     * @param name the name, each once
     * @param format how it is stored
     * @param source provides the numbers
     * @param shape 1 to 4 dimensions, the length of a row first: a matrix is {@code columns, rows}
     * @return this
     */
    public GgufWriter tensor(String name, BlockFormat format, TensorSource source, long... shape) {
        return add(name, format, output -> {
            long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            new TensorWriter(format, source, count).write(output);
        }, shape);
    }

    /** Adds a tensor of another file, byte for byte; that file must stay open until this one is written. */
    public GgufWriter tensor(Tensor tensor) {
        return add(tensor.name(), tensor.format(), output -> TensorWriter.copy(tensor.data(), output), tensor.shape());
    }

    private GgufWriter add(String name, BlockFormat format, Content content, long... shape) {
        if (shape.length < 1 || shape.length > 4) {
            throw new IllegalArgumentException(
                    "tensor " + name + ": " + shape.length + " dimensions (expected: 1 to 4)");
        }
        long count = 1;
        for (long dimension : shape) {
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "tensor " + name + ": dimension " + dimension + " (expected: at least 1)");
            }
            count = Math.multiplyExact(count, dimension);
        }
        if (shape[0] % format.blockSize() != 0) {
            throw new IllegalArgumentException("tensor " + name + ": " + shape[0] + " columns (expected: a multiple of "
                    + format.blockSize() + " for " + format.name() + ")");
        }
        if (tensors.containsKey(name)) {
            throw new IllegalArgumentException("tensor " + name + ": a second time (expected: each name once)");
        }
        tensors.put(name, new Pending(shape.clone(), format, content, count));
        return this;
    }

    /**
     * Writes the file: beside its place first, then moved there whole, so that nobody sees half a model.
     *
     * @throws IOException when it cannot be written
     */
    public void write(Path path) throws IOException {
        Path whole = path.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        boolean written = false;
        try {
            try (OutputStream output = Files.newOutputStream(part)) {
                write(output);
            }
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(part);
            }
        }
    }

    /**
     * Writes the file's bytes.
     *
     * @throws IOException when they cannot be written
     */
    public void write(OutputStream target) throws IOException {
        OutputStream output = new BufferedOutputStream(target, 1 << 16);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        writeHeader(new MetadataWriter(new DataOutputStream(header)));
        header.writeTo(output);
        pad(output, header.size());
        for (Pending pending : tensors.values()) {
            pending.content().write(output);
            pad(output, pending.format().bytes(pending.count()));
        }
        output.flush();
    }

    private void writeHeader(MetadataWriter writer) throws IOException {
        writer.i32(GgufReader.MAGIC);
        writer.i32(GgufReader.VERSION);
        writer.i64(tensors.size());
        writer.i64(entries.size());
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            writer.text(entry.getKey());
            writer.value(entry.getValue().type(), entry.getValue().value());
        }
        long offset = 0;
        for (Map.Entry<String, Pending> tensor : tensors.entrySet()) {
            Pending pending = tensor.getValue();
            writer.text(tensor.getKey());
            writer.i32(pending.shape().length);
            for (long dimension : pending.shape()) {
                writer.i64(dimension);
            }
            writer.i32(pending.format().id());
            writer.i64(offset);
            offset = aligned(Math.addExact(offset, pending.format().bytes(pending.count())));
        }
    }

    private void pad(OutputStream output, long written) throws IOException {
        output.write(new byte[(int) (aligned(written) - written)]);
    }

    private long aligned(long offset) {
        return Math.addExact(offset, alignment - 1) / alignment * alignment;
    }

    /** One entry of the metadata. */
    private record Entry(MetadataType type, Object value) {}

    /** A tensor that is still to be written. */
    private record Pending(long[] shape, BlockFormat format, Content content, long count) {}

    /** Writes a tensor's blocks. */
    private interface Content {

        void write(OutputStream output) throws IOException;
    }
}
