package dev.drover.engine.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;

/** The longest beginning that is kept is found, whatever texts were kept. */
class PrefixTreeTest {

    private static final CacheShape SHAPE = new CacheShape(1, 1, 1);
    private static final PrefixTree.Partition PARTITION = new PrefixTree.Partition("", "");
    private static final int LEAST_SHARED = 8;

    private final Recency recency = new Recency();
    private final PrefixTree tree = new PrefixTree(recency);
    private final List<CacheBlock> released = new ArrayList<>();

    /** A text of few different tokens, so that many begin alike. */
    private static int[] text(SplittableRandom random) {
        int[] text = new int[1 + random.nextInt(200)];
        int length = random.nextInt(text.length + 1);
        Arrays.setAll(text, i -> i < length ? i % 3 : random.nextInt(2));
        return text;
    }

    @RepeatedTest(20)
    void theLongestKeptBeginningIsFound(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        List<int[]> kept = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            int[] text = text(random);
            int limit = random.nextInt(text.length + 1);
            List<CacheBlock> blocks = new ArrayList<>();
            int taken = tree.share(PARTITION, text, limit, blocks);
            assertThat(taken).isEqualTo(longest(kept, text, limit));
            assertThat(blocks).hasSize(CacheShape.blocks(taken));
            while (blocks.size() < CacheShape.blocks(text.length)) {
                blocks.add(CacheFormat.F32.block(SHAPE));
            }
            tree.keep(PARTITION, text, text.length, blocks, released);
            kept.add(text);
        }
        tree.clear(released);
        assertThat(recency.bytes()).isZero();
        assertThat(recency.eldestFree()).isNull();
    }

    /** By comparing with all; of the last block only 8 tokens or more count. */
    private static int longest(List<int[]> kept, int[] text, int limit) {
        int longest = 0;
        for (int[] each : kept) {
            int mismatch = Arrays.mismatch(each, 0, each.length, text, 0, limit);
            int common = mismatch < 0 ? limit : mismatch;
            int rest = common % 64;
            longest = Math.max(longest, rest < LEAST_SHARED ? common - rest : common);
        }
        return longest;
    }

    @RepeatedTest(5)
    void theEldestIsNeverOneThatAnotherContinues(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(100 + repetition.getCurrentRepetition());
        for (int round = 0; round < 40; round++) {
            int[] text = text(random);
            List<CacheBlock> blocks = new ArrayList<>();
            for (int i = 0; i < CacheShape.blocks(text.length); i++) {
                blocks.add(CacheFormat.F32.block(SHAPE));
            }
            tree.keep(PARTITION, text, text.length, blocks, released);
            blocks.forEach(block -> block.holders--);
        }
        int nodes = (int) (recency.bytes() / CacheFormat.F32.bytes(SHAPE));
        for (int i = 0; i < nodes; i++) {
            PrefixTree.Node eldest = recency.eldestFree();
            assertThat(eldest).isNotNull();
            assertThat(eldest.leaf()).isTrue();
            eldest.remove();
        }
        assertThat(recency.bytes()).isZero();
    }
}
