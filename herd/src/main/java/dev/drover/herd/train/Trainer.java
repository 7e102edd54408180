package dev.drover.herd.train;

import dev.drover.herd.document.DocumentSource;
import dev.drover.herd.train.kernel.Elements;
import dev.drover.herd.train.kernel.Lanes;
import dev.drover.herd.train.network.InitialWeights;
import dev.drover.herd.train.network.MicroBatch;
import dev.drover.herd.train.network.Network;
import dev.drover.herd.train.network.Parameter;
import dev.drover.herd.train.network.ParameterLayout;
import dev.drover.herd.train.optimizer.Adam;
import dev.drover.herd.train.optimizer.Muon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Takes training steps. A step draws its documents from seed and step number, sums gradients over the micro-batches of two
 * shards, then moves matrices by Muon and everything else by Adam. The shards and the matrices may run on one thread or on
 * two: the sums are the same.
 *
 * <p>
 * Not safe for use by many threads.
 */
public final class Trainer implements AutoCloseable {

    private final TrainingPlan plan;
    private final DocumentSource source;
    private final ParameterLayout layout;
    private final TrainingState state;
    private final List<Network> networks = new ArrayList<>();
    private final List<float[]> gradients = new ArrayList<>();
    private final List<Muon> optimizers = new ArrayList<>();
    private final ExecutorService threads;

    /**
     * A trainer that goes on from a state.
     *
     * @param state weights and optimizer state, changed by each step
     * @param threads 1 or 2
     */
    public Trainer(TrainingPlan plan, DocumentSource source, TrainingState state, int threads) {
        this.plan = plan;
        this.source = source;
        this.state = state;
        layout = new ParameterLayout(plan.shape());
        for (int shard = 0; shard < StepDocuments.SHARDS; shard++) {
            boolean shared = threads == 1 && shard > 0;
            networks.add(shared ? networks.getFirst()
                    : new Network(plan.shape(), state.weights(), TrainingPlan.MICRO_BATCH_ROWS, plan.precision()));
            optimizers.add(shared ? optimizers.getFirst() : new Muon(plan.precision()));
            gradients.add(new float[Lanes.padded(layout.size())]);
        }
        this.threads = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("trainer-", 0).factory());
    }

    /** A trainer at the beginning of a plan. */
    public static Trainer start(TrainingPlan plan, DocumentSource source, int threads) {
        float[] weights = InitialWeights.of(plan.shape(), plan.seed());
        return new Trainer(plan, source, TrainingState.start(weights), threads);
    }

    /** The weights, optimizer state and position; changes with each step. */
    public TrainingState state() {
        return state;
    }

    /**
     * Takes the next step.
     *
     * @return the mean cross entropy of the learned tokens before the step, in nats
     */
    public double step() {
        StepDocuments documents = StepDocuments.of(plan, source, state.step());
        float scale = 1f / documents.learned();
        List<Callable<Double>> shards = new ArrayList<>();
        for (int i = 0; i < StepDocuments.SHARDS; i++) {
            int shard = i;
            shards.add(() -> shard(shard, documents.shards().get(shard), scale));
        }
        double loss = 0;
        for (double part : all(shards)) {
            loss += part;
        }
        Elements.add(gradients.getFirst(), 0, gradients.getLast(), 0, Lanes.padded(layout.size()));
        double rate = plan.schedule().rate(state.step());
        List<Callable<Double>> updates = new ArrayList<>();
        for (int i = 0; i < optimizers.size(); i++) {
            int part = i;
            updates.add(() -> update(part, rate));
        }
        all(updates);
        state.advance(documents.rows());
        return loss / documents.learned();
    }

    private double shard(int shard, List<MicroBatch> batches, float scale) {
        float[] gradient = gradients.get(shard);
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (MicroBatch batch : batches) {
            loss += networks.get(shard).backward(batch, scale, gradient);
        }
        return loss;
    }

    private double update(int part, double rate) {
        float[] gradient = gradients.getFirst();
        List<Parameter> parameters = layout.all();
        for (int i = part; i < parameters.size(); i += optimizers.size()) {
            Parameter parameter = parameters.get(i);
            if (parameter.kind() == Parameter.Kind.MATRIX) {
                optimizers.get(part)
                        .step(parameter.in(state.weights()), parameter.in(gradient), parameter.in(state.first()), rate);
            } else {
                Adam.step(state.weights(), gradient, state.first(), state.second(), parameter.at(), parameter.size(),
                        state.step(), rate);
            }
        }
        return rate;
    }

    private List<Double> all(List<Callable<Double>> tasks) {
        List<Double> results = new ArrayList<>();
        try {
            for (Future<Double> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in step " + state.step(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("step " + state.step() + " failed", e.getCause());
        }
        return results;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
