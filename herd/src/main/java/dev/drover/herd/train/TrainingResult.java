package dev.drover.herd.train;

/**
 * What a run ended with.
 *
 * @param name the model's name
 * @param model its weights
 * @param loss the mean loss of the last 50 steps
 * @param steps the steps taken
 * @param tokens the tokens trained on
 * @param budgets the budget of tokens, with earlier budgets and the steps at which they were left
 * @param cpuSeconds the processor time of the run, resumed parts included
 * @param weightsHash the SHA-256 of the weights as 32-bit floats
 */
public record TrainingResult(String name, TrainedModel model, double loss, int steps, long tokens, String budgets,
        double cpuSeconds, String weightsHash) {}
