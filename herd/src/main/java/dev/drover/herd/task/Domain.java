package dev.drover.herd.task;

import java.util.Locale;

/** A field of questions, in the order in which tables list them. */
public enum Domain {
    /** Sums, differences and products, bare or as one-step word problems. */
    ARITH,
    /** Dates, weekdays, clock times and units of measure. */
    DATES,
    /** Sorting, reversing, counting and picking letters; largest numbers; lists and rows written out. */
    TEXT,
    /** Tracing short programs of assignments. */
    CODE,
    /** The made-up encyclopedia, by heart. */
    FACTS,
    /** Questions that need two domains at once, which no specialist learns. */
    MIXED,
    /** Everything the herd cannot do, answered by saying what it can. */
    OTHER;

    /** The name in keys, tables and files: lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
