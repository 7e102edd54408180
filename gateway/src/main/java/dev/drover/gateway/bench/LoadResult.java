package dev.drover.gateway.bench;

/**
 * What the generator saw.
 *
 * @param requests that were answered well within the time
 * @param failures that were not, broken connections among them
 * @param requestsPerSecond of the answered
 * @param p50Micros median time from when a request was due to the end of its answer; of a stream to its first frame
 * @param p99Micros the same for 99 of 100
 * @param frames of streams
 * @param stalls gaps between frames of one stream of more than ten times the pace
 * @param gapP99Micros how far apart 99 of 100 frames came
 */
public record LoadResult(long requests, long failures, double requestsPerSecond, double p50Micros, double p99Micros,
        long frames, long stalls, double gapP99Micros) {}
