package dev.drover.engine.gguf;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes values of a model file's metadata; the counterpart of what the reader does with them. */
final class MetadataWriter {

    private final DataOutputStream output;

    MetadataWriter(DataOutputStream output) {
        this.output = output;
    }

    void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        i64(bytes.length);
        output.write(bytes);
    }

    void i32(int value) throws IOException {
        output.writeInt(Integer.reverseBytes(value));
    }

    void i64(long value) throws IOException {
        output.writeLong(Long.reverseBytes(value));
    }

    /** The type, then the value. */
    void value(MetadataType type, Object value) throws IOException {
        i32(type.id());
        if (type == MetadataType.ARRAY) {
            TypedArray array = (TypedArray) value;
            i32(array.type().id());
            i64(array.elements().size());
            for (Object element : array.elements()) {
                scalar(array.type(), element);
            }
        } else {
            scalar(type, value);
        }
    }

    private void scalar(MetadataType type, Object value) throws IOException {
        switch (type) {
            case UINT8, INT8 -> output.writeByte(((Number) value).intValue());
            case UINT16, INT16 -> output.writeShort(Short.reverseBytes(((Number) value).shortValue()));
            case UINT32, INT32 -> i32((int) ((Number) value).longValue());
            case UINT64, INT64 -> i64(((Number) value).longValue());
            case FLOAT32 -> i32(Float.floatToRawIntBits(((Number) value).floatValue()));
            case FLOAT64 -> i64(Double.doubleToRawLongBits(((Number) value).doubleValue()));
            case BOOL -> output.writeByte((Boolean) value ? 1 : 0);
            case STRING -> text((String) value);
            case ARRAY -> throw MetadataType.unwritable(value);
        }
    }

    /**
     * An array and what its elements are written as.
     *
     * @param type the elements' type
     * @param elements what a value of that type is made of
     */
    record TypedArray(MetadataType type, List<?> elements) {}
}
