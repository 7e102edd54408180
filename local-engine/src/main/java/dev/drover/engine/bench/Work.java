package dev.drover.engine.bench;

import dev.drover.engine.schedule.ModelQueue;
import java.util.List;

/**
 * A kind of work: some sequences that each extend by some tokens at the same time.
 *
 * @param name what reports call it
 * @param sequences how many sequences
 * @param tokens how many tokens each
 * @param outputs of how many of them the logits are wanted
 */
record Work(String name, int sequences, int tokens, int outputs) {

    static final List<Work> ALL = List.of(new Work("decode", 1, 1, 1), new Work("verify5", 1, 5, 5),
            new Work("verify9", 1, 9, 9), new Work("verify13", 1, 13, 13), new Work("prefill64", 1, 64, 1),
            new Work("prefill512", 1, 512, 1), new Work("batch8", 8, 1, 1), new Work("batch16", 16, 1, 1));

    /** Whether its calls are long ones. */
    boolean isLong() {
        return tokens >= ModelQueue.LONG;
    }

    /** Whether memory bounds it, not arithmetic. */
    boolean readsMost() {
        return sequences * tokens == 1;
    }
}
