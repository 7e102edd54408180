package dev.drover.router.quality;

import java.util.function.IntFunction;

/**
 * A sparse vector of length 1.
 *
 * @param indices buckets; one may occur more than once
 * @param values the value at each, same length as {@code indices}
 * @param describe what the feature at a place of the two arrays is, in words
 */
record FeatureVector(int[] indices, float[] values, IntFunction<String> describe) {}
