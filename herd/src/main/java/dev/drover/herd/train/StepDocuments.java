package dev.drover.herd.train;

import dev.drover.herd.document.Document;
import dev.drover.herd.document.DocumentSource;
import dev.drover.herd.train.network.MicroBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents of a step, packed into micro-batches for each of two shards. They follow from seed and step alone: step i and
 * shard s ask for the documents numbered from {@code (2 i + s) * 2^16}, so a resumed run needs no position.
 *
 * @param shards the micro-batches of each shard
 * @param rows the rows of all micro-batches
 * @param learned the learned tokens of all micro-batches
 */
record StepDocuments(List<List<MicroBatch>> shards, int rows, int learned) {

    /** The number of shards on any machine; gradients are summed within a shard, then over the shards in order. */
    static final int SHARDS = 2;

    private static final int NUMBERS = 1 << 16;

    /** Draws the documents of a step. */
    static StepDocuments of(TrainingPlan plan, DocumentSource source, int step) {
        List<List<MicroBatch>> shards = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(shard(plan, source, step, shard));
        }
        List<MicroBatch> all = shards.stream().flatMap(List::stream).toList();
        return new StepDocuments(shards, all.stream().mapToInt(MicroBatch::rows).sum(),
                all.stream().mapToInt(MicroBatch::active).sum());
    }

    private static List<MicroBatch> shard(TrainingPlan plan, DocumentSource source, int step, int shard) {
        double progress = (double) step / plan.steps();
        long number = ((long) SHARDS * step + shard) * NUMBERS;
        int wanted = plan.stepTokens() / SHARDS;
        List<MicroBatch> batches = new ArrayList<>();
        List<Document> documents = new ArrayList<>();
        int rows = 0;
        int total = 0;
        while (total < wanted) {
            Document document = source.at(plan.seed(), number++, progress);
            int more = document.length() - 1;
            if (rows + more > TrainingPlan.MICRO_BATCH_ROWS) {
                batches.add(new MicroBatch(documents));
                documents = new ArrayList<>();
                rows = 0;
            }
            documents.add(document);
            rows += more;
            total += more;
        }
        batches.add(new MicroBatch(documents));
        return batches;
    }
}
