package dev.drover.engine.schedule;

/**
 * What a model has done since it was opened.
 *
 * @param passes forward passes
 * @param rows tokens in them
 * @param cancelled calls that ended because their caller was interrupted
 */
public record Statistics(long passes, long rows, long cancelled) {

    /** This and another together. */
    public Statistics plus(Statistics other) {
        return new Statistics(passes + other.passes, rows + other.rows, cancelled + other.cancelled);
    }
}
