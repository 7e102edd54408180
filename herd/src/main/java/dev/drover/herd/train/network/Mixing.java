package dev.drover.herd.train.network;

/** A hash of a seed and an index, so that any position of a random sequence is known without its past. */
final class Mixing {

    private Mixing() {}

    /** 64 well mixed bits: two rounds of the finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    static long mix(long seed, long index) {
        return finalizer(finalizer(seed + 0x9E3779B97F4A7C15L) ^ (index * 0xD1342543DE82EF95L + 0x9E3779B97F4A7C15L));
    }

    private static long finalizer(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
