package dev.drover.engine.gguf;

import java.io.Serial;

/** A model file that cannot be used: which field is at fault, where it lies, what it says and what was expected. */
public final class InvalidModelFile extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;
    private final long offset;

    /**
     * Creates one.
     *
     * @param file the file's name
     * @param field which field is at fault
     * @param offset where it begins in the file, in bytes; -1 when it is not there at all
     * @param value what it says
     * @param expected what it should say
     */
    public InvalidModelFile(String file, String field, long offset, Object value, String expected) {
        super(file + ": " + field + (offset < 0 ? "" : " at byte " + offset) + ": " + value + " (expected: " + expected
                + ")");
        this.field = field;
        this.offset = offset;
    }

    /** Which field is at fault. */
    public String field() {
        return field;
    }

    /** Where the field begins in the file, in bytes; -1 when it is not there at all. */
    public long offset() {
        return offset;
    }
}
