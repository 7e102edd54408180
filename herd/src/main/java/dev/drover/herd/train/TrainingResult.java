package dev.drover.herd.train;

/**
 * What a run ended with.
 *
 * @param name the model's name
 * @param model its weights
 * @param loss the mean loss of the last 50 steps
 * @param steps the steps taken
 * @param tokens the tokens trained on
 * @param course the budget of tokens, and before it earlier ones, with the step at which each (or its documents) was left
 * @param cpuSeconds the processor time of the run, resumed parts included
 * @param weightsHash the SHA-256 of the weights as 32-bit floats
 */
public record TrainingResult(String name, TrainedModel model, double loss, int steps, long tokens, String course,
        double cpuSeconds, String weightsHash) {}
