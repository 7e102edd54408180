package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a GGUF file apart. Layout, all little-endian: magic {@code GGUF}, version, number of tensors, number of
 * metadata entries; the entries; the tensors' names, shapes, formats and offsets; padding to the alignment; data.
 */
final class GgufReader {

    static final int MAGIC = 0x46554747;
    static final int VERSION = 3;
    static final String ALIGNMENT_KEY = "general.alignment";
    static final int DEFAULT_ALIGNMENT = 32;

    static final String ALIGNMENTS = "a 32-bit power of two, 8 to 1048576";

    private static final int MAX_ALIGNMENT = 1 << 20;
    private static final int MAX_DIMENSIONS = 4;
    private static final int MAX_KEY_BYTES = 65_535;
    private static final int MAX_NAME_BYTES = 1_024;
    private static final int SMALLEST_ENTRY = 8 + 4 + 1;
    private static final int SMALLEST_TENSOR = 8 + 4 + 8 + 4 + 8;
    private static final int TENSORS_AT = 8;
    private static final int ENTRIES_AT = 16;
    private static final int MEMORY_OF_TENSOR = 640;
    private static final int MEMORY_OF_ENTRY = 256;

    private final String file;
    private final MemorySegment bytes;
    private final Cursor cursor;
    private final Map<String, Long> places = new HashMap<>();
    private final Map<String, MetadataType> types = new HashMap<>();

    GgufReader(String file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
        this.cursor = new Cursor(file, bytes);
    }

    /** Reads everything but the tensors' numbers. */
    Content read() {
        int magic = cursor.i32("magic");
        if (magic != MAGIC) {
            throw cursor.refusal("magic", 0, String.format("0x%08x", magic), "0x46554747, the letters GGUF");
        }
        int version = cursor.i32("version");
        if (version == Integer.reverseBytes(VERSION)) {
            throw cursor.refusal("version", 4, "3, big-endian", "little-endian; convert the file");
        }
        if (version == 1) {
            throw cursor.refusal("version", 4, 1, "2 or 3; version 1 was given up in 2023, convert the model again");
        }
        if (version != VERSION && version != 2) {
            throw cursor.refusal("version", 4, Integer.toUnsignedString(version), "2 or 3");
        }
        long tensors = cursor.count("tensor count", SMALLEST_TENSOR);
        cursor.take("tensor count", TENSORS_AT, tensors, MEMORY_OF_TENSOR);
        long entries = cursor.count("metadata count", SMALLEST_ENTRY);
        cursor.take("metadata count", ENTRIES_AT, entries, MEMORY_OF_ENTRY);
        Map<String, Object> values = new LinkedHashMap<>();
        for (long entry = 0; entry < entries; entry++) {
            readEntry(values);
        }
        int alignment = alignment(values);
        return new Content(new Metadata(file, values, types, places), readTensors(tensors, alignment));
    }

    private void readEntry(Map<String, Object> values) {
        long at = cursor.position();
        String key = cursor.text("metadata key", MAX_KEY_BYTES);
        if (key.isEmpty()) {
            throw cursor.refusal("metadata key", at, "empty", "a name");
        }
        MetadataType type = type(key);
        Object value = type == MetadataType.ARRAY ? readArray(key) : readScalar(key, type);
        if (values.put(key, value) != null) {
            throw cursor.refusal(key, at, "a second time", "each key once");
        }
        places.put(key, at);
        types.putIfAbsent(key, type);
    }

    private MetadataType type(String field) {
        long at = cursor.position();
        int id = cursor.i32(field);
        MetadataType type = MetadataType.byId(id);
        if (type == null) {
            throw cursor.refusal(field, at, "type " + Integer.toUnsignedString(id), "a type from 0 to 12");
        }
        return type;
    }

    private Object readScalar(String key, MetadataType type) {
        return switch (type) {
            case UINT8, INT8, UINT16, INT16, INT32 -> (int) number(key, type);
            case UINT32 -> {
                long value = number(key, type);
                if (value > Integer.MAX_VALUE) {
                    yield value;
                }
                yield (int) value;
            }
            case FLOAT32 -> cursor.f32(key);
            case BOOL -> bool(key);
            case STRING -> cursor.text(key, Integer.MAX_VALUE - 8);
            case UINT64, INT64 -> number(key, type);
            case FLOAT64 -> cursor.f64(key);
            case ARRAY -> throw cursor.refusal(key, cursor.position(), "an array of arrays", "a flat array");
        };
    }

    /** A whole number, without a box around it: lists hold millions. */
    private long number(String key, MetadataType type) {
        return switch (type) {
            case UINT8 -> cursor.u8(key);
            case INT8 -> (byte) cursor.u8(key);
            case UINT16 -> Short.toUnsignedInt(cursor.i16(key));
            case INT16 -> cursor.i16(key);
            case UINT32 -> Integer.toUnsignedLong(cursor.i32(key));
            case INT32 -> cursor.i32(key);
            case UINT64 -> unsignedLong(key);
            case INT64 -> cursor.i64(key);
            case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> throw new IllegalStateException(type + " is no whole number");
        };
    }

    private boolean bool(String key) {
        long at = cursor.position();
        int value = cursor.u8(key);
        if (value > 1) {
            throw cursor.refusal(key, at, value, "0 or 1");
        }
        return value == 1;
    }

    private long unsignedLong(String key) {
        long at = cursor.position();
        long value = cursor.i64(key);
        if (value < 0) {
            throw cursor.refusal(key, at, Long.toUnsignedString(value), "below 2^63");
        }
        return value;
    }

    private Object readArray(String key) {
        MetadataType type = type(key);
        types.put(key, type);
        long at = cursor.position();
        long count = cursor.count(key, type.smallestBytes());
        if (count > Integer.MAX_VALUE - 8) {
            throw cursor.refusal(key, at, count + " elements", "at most " + (Integer.MAX_VALUE - 8));
        }
        int length = (int) count;
        cursor.take(key, at, count, type == MetadataType.UINT32 ? Integer.BYTES + Long.BYTES : Long.BYTES);
        return switch (type) {
            case STRING -> strings(key, length);
            case BOOL -> {
                boolean[] array = new boolean[length];
                for (int i = 0; i < length; i++) {
                    array[i] = bool(key);
                }
                yield array;
            }
            case FLOAT32 -> {
                float[] array = new float[length];
                for (int i = 0; i < length; i++) {
                    array[i] = cursor.f32(key);
                }
                yield array;
            }
            case FLOAT64 -> {
                double[] array = new double[length];
                for (int i = 0; i < length; i++) {
                    array[i] = cursor.f64(key);
                }
                yield array;
            }
            case UINT8, INT8, UINT16, INT16, INT32, UINT32, UINT64, INT64 -> whole(key, type, length);
            case ARRAY -> throw cursor.refusal(key, at, "an array of arrays", "a flat array");
        };
    }

    private List<String> strings(String key, int length) {
        List<String> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(cursor.text(key, Integer.MAX_VALUE - 8));
        }
        return List.copyOf(list);
    }

    /** Whole numbers: an int array where the type's numbers all fit, else a long array. */
    private Object whole(String key, MetadataType type, int length) {
        if (type == MetadataType.UINT64 || type == MetadataType.INT64) {
            long[] array = new long[length];
            for (int i = 0; i < length; i++) {
                array[i] = number(key, type);
            }
            return array;
        }
        int[] array = new int[length];
        boolean large = false;
        for (int i = 0; i < length; i++) {
            array[i] = (int) number(key, type);
            large |= type == MetadataType.UINT32 && array[i] < 0;
        }
        if (!large) {
            return array;
        }
        long[] longs = new long[length];
        for (int i = 0; i < length; i++) {
            longs[i] = Integer.toUnsignedLong(array[i]);
        }
        return longs;
    }

    private int alignment(Map<String, Object> values) {
        Object alignment = values.getOrDefault(ALIGNMENT_KEY, DEFAULT_ALIGNMENT);
        if (!aligns(alignment)) {
            throw cursor.refusal(ALIGNMENT_KEY, places.getOrDefault(ALIGNMENT_KEY, -1L), alignment, ALIGNMENTS);
        }
        return (int) alignment;
    }

    /** Whether data can be aligned to a value of the metadata. */
    static boolean aligns(Object value) {
        return value instanceof Integer number && number >= 8 && number <= MAX_ALIGNMENT
                && Integer.bitCount(number) == 1;
    }

    private Map<String, Tensor> readTensors(long count, int alignment) {
        List<Entry> entries = new ArrayList<>((int) Math.min(count, 1 << 16));
        for (long tensor = 0; tensor < count; tensor++) {
            entries.add(readTensor(alignment));
        }
        long start = (cursor.position() + alignment - 1) / alignment * alignment;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            long available = bytes.byteSize() - start;
            if (entry.offset > available || entry.length > available - entry.offset) {
                throw cursor.refusal("tensor " + entry.name, entry.at,
                        entry.length + " bytes at offset " + entry.offset,
                        "within the " + Math.max(0, available) + " bytes of data; the file is cut off");
            }
            MemorySegment data = bytes.asSlice(start + entry.offset, entry.length);
            if (tensors.put(entry.name, new Tensor(entry.name, entry.shape, entry.format, data)) != null) {
                throw cursor.refusal("tensor " + entry.name, entry.at, "a second time", "each name once");
            }
            places.put("tensor " + entry.name, entry.at);
        }
        refuseOverlaps(entries);
        return tensors;
    }

    /** Data that two tensors share would let a small file stand for a model of any size. */
    private void refuseOverlaps(List<Entry> entries) {
        entries.sort(Comparator.comparingLong(Entry::offset));
        for (int i = 1; i < entries.size(); i++) {
            Entry before = entries.get(i - 1);
            Entry entry = entries.get(i);
            if (entry.offset < before.offset + before.length) {
                throw cursor.refusal("tensor " + entry.name, entry.at, "offset " + entry.offset,
                        "at least " + (before.offset + before.length) + ", where tensor " + before.name + " ends");
            }
        }
    }

    private Entry readTensor(int alignment) {
        long at = cursor.position();
        String name = cursor.text("tensor name", MAX_NAME_BYTES);
        String field = "tensor " + name;
        int dimensions = cursor.i32(field);
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw cursor.refusal(field, at, Integer.toUnsignedString(dimensions) + " dimensions", "1 to 4");
        }
        long[] shape = new long[dimensions];
        long values = 1;
        for (int i = 0; i < dimensions; i++) {
            shape[i] = cursor.i64(field);
            long high = shape[i] <= 0 ? -1 : Math.multiplyHigh(values, shape[i]);
            values *= shape[i];
            if (high != 0 || values < 0) {
                throw cursor.refusal(field, at, "dimension " + Long.toUnsignedString(shape[i]),
                        "at least 1, all together below 2^63");
            }
        }
        int id = cursor.i32(field);
        BlockFormat format = BlockFormats.byId(id);
        if (format == null) {
            throw cursor.refusal(field, at, "format " + Integer.toUnsignedString(id),
                    BlockFormats.names() + "; quantize the model to one of these");
        }
        if (shape[0] % format.blockSize() != 0) {
            throw cursor.refusal(field, at, shape[0] + " columns",
                    "a multiple of " + format.blockSize() + " for " + format.name());
        }
        long blocks = values / format.blockSize();
        if (Math.multiplyHigh(blocks, (long) format.blockBytes()) != 0 || blocks * format.blockBytes() < 0) {
            throw cursor.refusal(field, at, values + " values", "fewer than 2^63 bytes");
        }
        long offset = cursor.i64(field);
        if (offset < 0 || offset % alignment != 0) {
            throw cursor.refusal(field, at, "offset " + Long.toUnsignedString(offset), "a multiple of " + alignment);
        }
        return new Entry(name, at, shape, format, offset, blocks * format.blockBytes());
    }

    /** A tensor's description before its data is looked up. */
    private record Entry(String name, long at, long[] shape, BlockFormat format, long offset, long length) {}

    /** Where keys, and tensors as {@code tensor NAME}, are described in the file, in bytes. */
    Map<String, Long> places() {
        return places;
    }

    /** What a file holds. */
    record Content(Metadata metadata, Map<String, Tensor> tensors) {}
}
