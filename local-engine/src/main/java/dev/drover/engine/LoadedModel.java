package dev.drover.engine;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.Network;
import dev.drover.engine.schedule.ModelQueue;
import dev.drover.engine.schedule.Scheduler;

/**
 * What of a model takes memory.
 *
 * @param file its file, mapped
 * @param network its weights
 * @param queue its place in the scheduler
 */
record LoadedModel(GgufFile file, Network network, ModelQueue queue) {

    static LoadedModel of(GgufFile file, Scheduler scheduler, KernelLevel kernels) {
        Network network = Architectures.load(file, kernels);
        return new LoadedModel(file, network, scheduler.add(network));
    }

    /** The memory that the weights of a file will take besides the file's own. */
    static long bytes(GgufFile file, KernelLevel kernels) {
        boolean head = file.tensor("output.weight") != null;
        long sum = 0;
        for (Tensor tensor : file.tensors()) {
            if (tensor.rows() > 1 && !(head && tensor.name().equals("token_embd.weight"))) {
                sum += kernels.preparedBytes(tensor.format(), tensor.rows(), Math.toIntExact(tensor.columns()));
            }
        }
        return sum;
    }
}
