package dev.drover.engine.network;

import dev.drover.engine.crew.Member;
import java.util.function.BooleanSupplier;

/**
 * Room for forward passes of one network, reused from pass to pass so that nothing is allocated: fill {@link #batch},
 * call {@link #prepare} on one thread, then {@link #run} on every member, then read {@link #logits}.
 */
public interface ForwardPass {

    /** The tokens of the next pass. */
    Batch batch();

    /**
     * Makes room for the batch.
     *
     * @param stop asked between layers whether the pass should be given up
     */
    void prepare(BooleanSupplier stop);

    /** Does a member's part of the pass. */
    void run(Member member);

    /**
     * Multiplies with every matrix as {@link #run} would and does nothing else; the result means nothing. For measuring
     * what a pass costs beyond its arithmetic.
     */
    void multiplyOnly(Member member);

    /** Whether the last pass was given up: its logits mean nothing then, and the sequences are as long as before. */
    boolean stopped();

    /** The logits, output after output, {@code vocabularySize} each; overwritten by the next pass. */
    float[] logits();
}
