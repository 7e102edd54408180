package dev.drover.engine.model.bert;

import dev.drover.engine.gguf.Metadata;

/** How the vectors of a text's tokens become one. */
enum Pooling {

    /** Their mean. */
    MEAN,
    /** That of the first token. */
    FIRST,
    /** That of the last token. */
    LAST;

    /**
     * What a file says in {@code .pooling_type}: 1 for the mean, which is what a file without the key gets, 2 for the
     * first token, 3 for the last.
     */
    static Pooling of(Metadata metadata, String architecture) {
        String key = architecture + ".pooling_type";
        Integer type = metadata.integer(key);
        return switch (type == null ? 1 : type) {
            case 1 -> MEAN;
            case 2 -> FIRST;
            case 3 -> LAST;
            default -> throw metadata.refusal(key, String.valueOf(type), "1 for mean, 2 for cls or 3 for last");
        };
    }
}
