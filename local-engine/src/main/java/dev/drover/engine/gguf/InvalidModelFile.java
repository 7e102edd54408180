package dev.drover.engine.gguf;

import java.io.Serial;

/** A model file that cannot be used: which field is at fault, where it lies, what it says and what was expected. */
public final class InvalidModelFile extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 400;
    private static final int LONGEST_ADVICE = 4_000;

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
        super(file + ": " + visible(field, LONGEST) + (offset < 0 ? "" : " at byte " + offset) + ": "
                + visible(value, LONGEST) + " (expected: " + visible(expected, LONGEST_ADVICE) + ")");
        this.field = visible(field, LONGEST);
        this.offset = offset;
    }

    /** What a file says, so that it cannot steer a terminal or fill a log. */
    private static String visible(Object said, int longest) {
        String text = String.valueOf(said);
        StringBuilder visible = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?'
                        : point)
                .forEach(visible::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? visible + "..." : visible.toString();
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
