package dev.drover.router.quality;

/**
 * Counts the features of one prompt: an open-addressing table from a feature's 64-bit hash to its count, its group and
 * where its text stands. Not thread-safe; made for one prompt and thrown away.
 */
final class FeatureTable {

    /** Groups of features, each brought to the same total before they are weighed against each other. */
    static final int GROUPS = 5;
    static final int WORD = 0;
    static final int PAIR = 1;
    static final int TRIPLE = 2;
    static final int LETTERS = 3;
    static final int SHAPE = 4;

    private static final float[] GROUP_WEIGHT = {1.0f, 1.0f, 0.7f, 1.0f, 0.7f};

    private long[] keys;
    private float[] counts;
    private byte[] groups;
    private int[] starts;
    private int[] ends;
    private int size;

    FeatureTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(64, expected) * 2 - 1) * 2;
        keys = new long[capacity];
        counts = new float[capacity];
        groups = new byte[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
    }

    /**
     * Counts a feature.
     *
     * @param content a hash of what it is
     * @param group its group
     * @param weight how much it counts
     * @param start where its text begins; for a shape which shape
     * @param end where its text ends; for a shape its value
     */
    void add(long content, int group, float weight, int start, int end) {
        long key = mix(content * GROUPS + group);
        int slot = slot(key);
        if (keys[slot] == 0) {
            if (size * 2 >= keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            groups[slot] = (byte) group;
            starts[slot] = start;
            ends[slot] = end;
            size++;
        }
        counts[slot] += weight;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 32) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        FeatureTable larger = new FeatureTable(keys.length);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int slot = larger.slot(keys[i]);
                larger.keys[slot] = keys[i];
                larger.counts[slot] = counts[i];
                larger.groups[slot] = groups[i];
                larger.starts[slot] = starts[i];
                larger.ends[slot] = ends[i];
            }
        }
        keys = larger.keys;
        counts = larger.counts;
        groups = larger.groups;
        starts = larger.starts;
        ends = larger.ends;
    }

    /** MurmurHash3's finalizer; never 0. */
    static long mix(long value) {
        long mixed = value;
        mixed ^= mixed >>> 33;
        mixed *= 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return mixed == 0 ? 1 : mixed;
    }

    /** The counted features as a vector of length 1 in 2^bits buckets, with signs so that collisions cancel out. */
    FeatureVector vector(int bits, char[] text) {
        float[] norms = new float[GROUPS];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                norms[groups[i]] += counts[i];
            }
        }
        double total = 0;
        for (int group = 0; group < GROUPS; group++) {
            total += norms[group] > 0 ? GROUP_WEIGHT[group] * GROUP_WEIGHT[group] : 0;
        }
        for (int group = 0; group < GROUPS; group++) {
            norms[group] = norms[group] > 0 ? (float) (GROUP_WEIGHT[group] / Math.sqrt(norms[group] * total)) : 0;
        }
        int[] indices = new int[size];
        float[] values = new float[size];
        int[] places = new int[size];
        int at = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                indices[at] = (int) (keys[i] & ((1 << bits) - 1));
                float value = (float) Math.sqrt(counts[i]) * norms[groups[i]];
                values[at] = (keys[i] >>> 31 & 1) == 0 ? value : -value;
                places[at++] = i;
            }
        }
        return new FeatureVector(indices, values, place -> describe(places[place], text));
    }

    private String describe(int slot, char[] text) {
        return switch (groups[slot]) {
            case SHAPE -> PromptShape.describe(starts[slot], ends[slot]);
            case LETTERS -> "letters \"" + shown(text, slot) + "\"";
            default -> "words \"" + shown(text, slot) + "\"";
        };
    }

    private String shown(char[] text, int slot) {
        StringBuilder shown = new StringBuilder();
        for (int i = starts[slot]; i < ends[slot] && shown.length() < 60; i++) {
            char letter = Character.isDigit(text[i]) ? '#' : text[i];
            boolean repeated = !shown.isEmpty() && (letter == '#' || letter == ' ')
                    && shown.charAt(shown.length() - 1) == letter;
            if (!repeated) {
                shown.append(Character.isISOControl(letter) ? ' ' : letter);
            }
        }
        return shown.toString();
    }
}
