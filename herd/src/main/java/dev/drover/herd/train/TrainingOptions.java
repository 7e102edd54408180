package dev.drover.herd.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the training command.
 *
 * @param recipes what to train, in order
 * @param tokens the budget in place of the recipe's; 0 for the recipe's
 * @param seed the seed of weights and documents; default 1
 * @param threads 1 or 2; default 1
 * @param steps the step to stop after; default none
 * @param items the items asked in each domain; default 500
 * @param out where models and cards go; null for the run's folder
 * @param evaluate whether to evaluate checkpoints in place of training
 * @param newDocuments whether a checkpoint of other documents may go on with these
 */
record TrainingOptions(List<Recipe> recipes, long tokens, long seed, int threads, int steps, int items,
        @Nullable Path out, boolean evaluate, boolean newDocuments) {

    private static final String USAGE = "[NAME...] [--tokens N] [--seed N] [--threads 1|2] [--steps N] [--items N] [--out DIR]"
            + " [--evaluate] [--new-documents]";

    static TrainingOptions parse(String[] args) {
        List<Recipe> recipes = new ArrayList<>();
        long tokens = 0;
        long seed = 1;
        int threads = 1;
        int steps = Integer.MAX_VALUE;
        int items = 500;
        Path out = null;
        boolean evaluate = false;
        boolean newDocuments = false;
        Iterator<String> rest = Arrays.asList(args).iterator();
        while (rest.hasNext()) {
            String arg = rest.next();
            switch (arg) {
                case "--tokens" -> tokens = number(arg, rest, 1, Long.MAX_VALUE);
                case "--seed" -> seed = number(arg, rest, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--threads" -> threads = (int) number(arg, rest, 1, 2);
                case "--steps" -> steps = (int) number(arg, rest, 1, Integer.MAX_VALUE);
                case "--items" -> items = (int) number(arg, rest, 1, 100_000);
                case "--out" -> out = Path.of(value(arg, rest));
                case "--evaluate" -> evaluate = true;
                case "--new-documents" -> newDocuments = true;
                default -> recipes.add(recipe(arg));
            }
        }
        return new TrainingOptions(recipes.isEmpty() ? Recipe.all() : recipes, tokens, seed, threads, steps, items, out,
                evaluate, newDocuments);
    }

    /** The plan of a recipe with these options. */
    TrainingPlan plan(Recipe recipe) {
        return recipe.plan(tokens == 0 ? recipe.tokens() : tokens, seed);
    }

    private static Recipe recipe(String arg) {
        if (arg.startsWith("-")) {
            throw new IllegalArgumentException(arg + ": unknown option (expected: " + USAGE + ")");
        }
        return Recipe.named(arg);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + ": no value (expected: " + USAGE + ")");
        }
        return rest.next();
    }

    private static long number(String option, Iterator<String> rest, long min, long max) {
        String value = value(option, rest);
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": " + value + " (expected: a whole number)", e);
        }
        throw new IllegalArgumentException(option + ": " + value + " (expected: " + min + " to " + max + ")");
    }
}
