package dev.drover.herd.train;

import dev.drover.engine.format.BlockFormats;
import dev.drover.herd.mixture.GeneratorHash;
import dev.drover.herd.task.Part;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * The command that trains bundled models: each named one (all of them when none is named) goes on from its checkpoint or
 * starts, and ends as a GGUF file, a loss curve and a card. With {@code --evaluate} it only asks the dev items of what its
 * checkpoint holds; with {@code --new-documents} a checkpoint goes on although the generators have changed since.
 *
 * <pre>
 * drover herd train [NAME...] [--tokens N] [--seed N] [--threads N] [--steps N] [--items N] [--out DIR] [--evaluate]
 *                    [--new-documents]
 * </pre>
 */
public final class HerdTraining {

    private HerdTraining() {}

    /**
     * Runs the command.
     *
     * @param out where progress and results are printed
     * @throws IOException if files cannot be read or written
     * @throws IllegalArgumentException if an argument is not understood
     */
    public static void run(String[] args, PrintStream out) throws IOException {
        TrainingOptions options = TrainingOptions.parse(args);
        for (Recipe recipe : options.recipes()) {
            if (options.evaluate()) {
                evaluate(recipe, options, out);
            } else {
                train(recipe, options, out);
            }
        }
    }

    /** Runs the command as a program. */
    public static void main(String[] args) throws IOException {
        run(args, System.out);
    }

    private static void train(Recipe recipe, TrainingOptions options, PrintStream out) throws IOException {
        HerdTokenizer tokenizer = HerdTokenizer.bundled();
        String generators = GeneratorHash.of(tokenizer);
        TrainingPlan plan = options.plan(recipe);
        Path folder = CacheFolder.herd().resolve(recipe.name());
        TrainingRun run = new TrainingRun(recipe.name(), plan, recipe.mixture().apply(tokenizer), generators, folder,
                out);
        if (options.newDocuments()) {
            run.acceptNewDocuments();
        }
        TrainingResult result = run.run(options.threads(), options.steps());
        out.printf(Locale.ROOT, "%s: loss %.4f after %,d tokens, %.0f CPU seconds, weights %s%n", recipe.name(),
                result.loss(), result.tokens(), result.cpuSeconds(), result.weightsHash());
        if (result.steps() < plan.steps()) {
            out.println(recipe.name() + ": stopped at step " + result.steps() + " of " + plan.steps()
                    + "; the same command without --steps goes on");
            return;
        }
        publish(recipe, plan, result, generators, folder, options, out);
    }

    private static void publish(Recipe recipe, TrainingPlan plan, TrainingResult result, String generators, Path folder,
            TrainingOptions options, PrintStream out) throws IOException {
        Path target = options.out() == null ? folder : options.out();
        Files.createDirectories(target);
        Path file = target.resolve(recipe.name() + ".gguf");
        ModelFile.write(file, result.model(), "drover-" + recipe.name(), "Drover herd: " + recipe.task(),
                BlockFormats.Q8_0);
        TrainedModel stored = ModelFile.read(file, plan.shape());
        List<Evaluation> full = evaluations(recipe, result.model(), Part.HELD_OUT, options.items());
        List<Evaluation> quantized = evaluations(recipe, stored, Part.HELD_OUT, options.items());
        print(quantized, out);
        String tokenizerHash = Checkpoint.sha256(HerdTokenizer.bundled().serialized().getBytes(StandardCharsets.UTF_8));
        ModelCard card = new ModelCard(recipe, plan, result, generators, tokenizerHash,
                Checkpoint.sha256(Files.readAllBytes(file)), full, quantized);
        Files.writeString(target.resolve(recipe.name() + ".md"), card.markdown());
        Path curve = folder.resolve("loss.svg");
        Files.copy(curve, target.resolve(recipe.name() + ".svg"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(CacheFolder.herd().resolve("results.jsonl"),
                json(recipe, plan, result, generators, quantized), StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        out.println(recipe.name() + ": " + file + ", " + Files.size(file) + " bytes");
    }

    private static void evaluate(Recipe recipe, TrainingOptions options, PrintStream out) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(CacheFolder.herd().resolve(recipe.name()).resolve("checkpoint"));
        out.println(
                recipe.name() + " after " + checkpoint.state().tokens() + " tokens, step " + checkpoint.state().step());
        TrainedModel model = new TrainedModel(recipe.shape(), checkpoint.state().weights());
        print(evaluations(recipe, model, Part.DEV, options.items()), out);
    }

    private static List<Evaluation> evaluations(Recipe recipe, TrainedModel model, Part part, int items) {
        return recipe.domains().stream().map(domain -> Evaluation.of(model, domain, part, items)).toList();
    }

    private static void print(List<Evaluation> evaluations, PrintStream out) {
        for (Evaluation evaluation : evaluations) {
            out.printf(Locale.ROOT, "  %-6s %s of %d: exact %.3f, valid %.3f, chance %.3f, %.0f tokens an answer%n",
                    evaluation.domain().key(), evaluation.part(), evaluation.items(), evaluation.accuracy(),
                    evaluation.validity(), evaluation.chance(), evaluation.tokens());
            evaluation.failures().forEach(failure -> out.println("    " + failure));
        }
    }

    private static String json(Recipe recipe, TrainingPlan plan, TrainingResult result, String generators,
            List<Evaluation> evaluations) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT,
                "{\"model\":\"%s\",\"shape\":\"%s\",\"seed\":%d,\"steps\":%d,\"tokens\":%d,\"loss\":%.5f,"
                        + "\"cpuSeconds\":%.1f,\"weights\":\"%s\",\"generators\":\"%s\",\"heldOut\":{",
                recipe.name(), plan.shape(), plan.seed(), result.steps(), result.tokens(), result.loss(),
                result.cpuSeconds(), result.weightsHash(), generators));
        for (int i = 0; i < evaluations.size(); i++) {
            Evaluation evaluation = evaluations.get(i);
            text.append(String.format(Locale.ROOT, "%s\"%s\":%.4f", i == 0 ? "" : ",", evaluation.domain().key(),
                    evaluation.accuracy()));
        }
        return text.append("}}\n").toString();
    }
}
