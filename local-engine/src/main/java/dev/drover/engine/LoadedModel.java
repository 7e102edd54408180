package dev.drover.engine;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.engine.schedule.ModelQueue;
import dev.drover.engine.schedule.Scheduler;
import dev.drover.engine.schedule.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What of a model takes memory: its file, its weights, and the places in the scheduler of all its layers and of the first ones. */
final class LoadedModel {

    private final GgufFile file;
    private final Network network;
    private final Scheduler scheduler;
    private final ModelQueue queue;
    private final Map<Integer, ModelQueue> first = new ConcurrentHashMap<>();

    private LoadedModel(GgufFile file, Network network, Scheduler scheduler) {
        this.file = file;
        this.network = network;
        this.scheduler = scheduler;
        this.queue = scheduler.add(network);
    }

    static LoadedModel of(GgufFile file, Scheduler scheduler, KernelLevel kernels) {
        return new LoadedModel(file, Architectures.load(file, kernels), scheduler);
    }

    GgufFile file() {
        return file;
    }

    Network network() {
        return network;
    }

    /** The place of all layers. */
    ModelQueue queue() {
        return queue;
    }

    /** The place of the first layers alone. */
    ModelQueue first(int layers) {
        return first.computeIfAbsent(layers, count -> scheduler.add(network.first(count)));
    }

    private List<ModelQueue> queues() {
        List<ModelQueue> queues = new ArrayList<>(first.values());
        queues.add(queue);
        return queues;
    }

    /** How many sequences are open. */
    int open() {
        return queues().stream().mapToInt(ModelQueue::open).sum();
    }

    /** What it has done. */
    Statistics statistics() {
        return queues().stream().map(ModelQueue::statistics).reduce(new Statistics(0, 0, 0), Statistics::plus);
    }

    /** Refuses new sequences; {@code whenIdle} is run once when the last open one is closed. */
    void retire(Runnable whenIdle) {
        List<ModelQueue> queues = queues();
        AtomicInteger left = new AtomicInteger(queues.size());
        for (ModelQueue each : queues) {
            each.retire(() -> {
                if (left.decrementAndGet() == 0) {
                    whenIdle.run();
                }
            });
        }
    }
}
