package dev.drover.gateway.command;

import dev.drover.herd.train.HerdTraining;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Trains the bundled models. */
final class HerdTrain implements Command {

    @Override
    public String name() {
        return "herd train";
    }

    @Override
    public String summary() {
        return "Train the bundled models again, from their generators.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover herd train [NAME...] [OPTIONS]

                  NAME           drafter, verifier, arith, dates, text, facts, code (default: all)
                  --tokens N     how many tokens to train on (default: the model's own budget)
                  --steps N      stop after so many steps; the same command goes on from there
                  --seed N       the run's seed (default: 1)
                  --threads N    1 or 2; the weights come out the same
                  --items N      how many held-out items a domain are asked at the end
                  --out DIR      where model, card and loss curve are written (default: the cache folder)
                  --evaluate     only ask the finished model

                Checkpoints go under the user's cache folder; an interrupted run goes on from the last one.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            HerdTraining.run(args.toArray(String[]::new), out);
            return DONE;
        } catch (IllegalArgumentException wrong) {
            throw new Misuse(String.valueOf(wrong.getMessage()));
        } catch (IOException failure) {
            err.println("drover herd train: " + failure.getMessage());
            return FAILED;
        }
    }
}
