package dev.drover.herd.train.network;

import dev.drover.herd.train.kernel.Elements;
import dev.drover.herd.train.kernel.Lanes;

/** Which rows of a micro-batch a block works on after its keys and values: all of them, or the active ones. */
final class QueryRows {

    private final MicroBatch batch;
    private final boolean all;
    private final int[] limits;

    private QueryRows(MicroBatch batch, boolean all) {
        this.batch = batch;
        this.all = all;
        limits = positions().clone();
        for (int i = 0; i < limits.length; i++) {
            limits[i]++;
        }
    }

    static QueryRows all(MicroBatch batch) {
        return new QueryRows(batch, true);
    }

    static QueryRows active(MicroBatch batch) {
        return new QueryRows(batch, false);
    }

    /** Whether every row queries. */
    boolean isAll() {
        return all;
    }

    /** The number of query rows. */
    int count() {
        return limits.length;
    }

    /** The position of each query row in its document. */
    int[] positions() {
        return all ? batch.positions() : batch.activePositions();
    }

    /** How many keys of its document each query row sees. */
    int[] limits() {
        return limits;
    }

    int documents() {
        return batch.documents();
    }

    int allKeys() {
        return batch.rows();
    }

    int firstKey(int document) {
        return batch.starts()[document];
    }

    int keys(int document) {
        return batch.starts()[document + 1] - batch.starts()[document];
    }

    int firstQuery(int document) {
        return starts()[document];
    }

    int queries(int document) {
        return starts()[document + 1] - starts()[document];
    }

    private int[] starts() {
        return all ? batch.starts() : batch.activeStarts();
    }

    /** The floats that the probabilities of all documents and heads take. */
    int probabilitiesSize(int heads) {
        int size = 0;
        for (int d = 0; d < documents(); d++) {
            size += heads * queries(d) * Lanes.padded(keys(d));
        }
        return size;
    }

    /** Copies the query rows out of all rows; a block that works on all of them copies everything. */
    void gather(float[] from, int width, float[] to) {
        if (all) {
            System.arraycopy(from, 0, to, 0, count() * width);
            return;
        }
        for (int r = 0; r < count(); r++) {
            System.arraycopy(from, batch.activeRows()[r] * width, to, r * width, width);
        }
    }

    /** Adds query rows to the rows that they came from. */
    void scatterAdd(float[] from, int width, float[] to) {
        for (int r = 0; r < count(); r++) {
            int row = all ? r : batch.activeRows()[r];
            Elements.add(to, row * width, from, r * width, width);
        }
    }
}
