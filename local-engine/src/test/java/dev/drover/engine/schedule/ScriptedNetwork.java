package dev.drover.engine.schedule;

import dev.drover.engine.cache.CacheShape;
import dev.drover.engine.crew.Member;
import dev.drover.engine.network.Batch;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A double of a network whose passes wait for the test: each says that it has begun and what is in it, then stands until
 * it is let go. A token's logits are one-hot at the token after it.
 */
final class ScriptedNetwork implements Network {

    static final int VOCABULARY = 50;

    /** A token in a pass that makes it fail. */
    static final int POISON = 49;

    final BlockingQueue<List<Integer>> begun = new LinkedBlockingQueue<>();
    final List<String> order;
    final AtomicInteger rooms = new AtomicInteger();
    volatile boolean refusesRoom;
    private final String name;
    private final Semaphore allowed;

    private ScriptedNetwork(String name, List<String> order, int allowed) {
        this.name = name;
        this.order = order;
        this.allowed = new Semaphore(allowed);
    }

    /** One whose passes stand until {@link #go}. */
    static ScriptedNetwork standing(String name, List<String> order) {
        return new ScriptedNetwork(name, order, 0);
    }

    /** One whose passes run at once. */
    static ScriptedNetwork running() {
        return new ScriptedNetwork("running", new CopyOnWriteArrayList<>(), 1 << 30);
    }

    /** Lets some passes run. */
    void go(int passes) {
        allowed.release(passes);
    }

    /** Waits for the next pass to begin and returns its tokens. */
    List<Integer> awaitPass() throws InterruptedException {
        List<Integer> tokens = begun.poll(30, TimeUnit.SECONDS);
        if (tokens == null) {
            throw new AssertionError(name + ": no pass has begun");
        }
        return tokens;
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public int contextLength() {
        return 10_000;
    }

    @Override
    public long multiplications(int tokens, int outputs) {
        return 1_000;
    }

    @Override
    public long bytesPerToken() {
        return 1_000;
    }

    @Override
    public CacheShape cacheShape() {
        return new CacheShape(1, 1, 2);
    }

    @Override
    public ForwardPass newPass(int members) {
        if (refusesRoom) {
            throw new OutOfMemoryError("no room for a pass, says the test");
        }
        rooms.incrementAndGet();
        return new Pass();
    }

    private final class Pass implements ForwardPass {

        private final Batch batch = new Batch();
        private BooleanSupplier stop = () -> false;
        private boolean stopped;
        private float[] logits = new float[0];

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public void prepare(BooleanSupplier stopRequested) {
            stop = stopRequested;
            stopped = false;
            logits = new float[batch.outputs() * VOCABULARY];
        }

        @Override
        public void run(Member member) {
            if (member.index() > 0) {
                return;
            }
            List<Integer> tokens = new ArrayList<>();
            for (int row = 0; row < batch.rows(); row++) {
                tokens.add(batch.token(row));
            }
            order.add(name);
            begun.add(tokens);
            allowed.acquireUninterruptibly();
            stopped = stop.getAsBoolean();
            if (tokens.contains(POISON)) {
                throw new IllegalStateException("poisoned, says the test");
            }
            for (int output = 0; output < batch.outputs(); output++) {
                logits[output * VOCABULARY + (batch.token(batch.outputRow(output)) + 1) % VOCABULARY] = 1;
            }
        }

        @Override
        public void multiplyOnly(Member member) {
            throw new UnsupportedOperationException("not measured here");
        }

        @Override
        public boolean stopped() {
            return stopped;
        }

        @Override
        public float[] logits() {
            return logits;
        }
    }
}
