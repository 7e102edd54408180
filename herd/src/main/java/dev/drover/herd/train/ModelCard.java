package dev.drover.herd.train;

import dev.drover.herd.task.Domain;
import java.util.List;
import java.util.Locale;

/**
 * A model's card in Markdown: what it is, how it was made, and what it can and cannot do.
 *
 * @param recipe how it was made
 * @param plan the plan of its run
 * @param result what the run ended with
 * @param generatorHash the fingerprint of generators and tokenizer
 * @param tokenizerHash the SHA-256 of the tokenizer's file
 * @param fileHash the SHA-256 of the model file
 * @param full the evaluations of the 32-bit weights
 * @param stored the evaluations of the stored weights, in the same order
 */
record ModelCard(Recipe recipe, TrainingPlan plan, TrainingResult result, String generatorHash, String tokenizerHash,
        String fileHash, List<Evaluation> full, List<Evaluation> stored) {

    ModelCard {
        full = List.copyOf(full);
        stored = List.copyOf(stored);
    }

    /** The card's text. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(recipe.name()).append("\n\n").append(sentence()).append("\n\n| | |\n|---|---|\n");
        row(text, "shape (width, layers, heads, kv heads, hidden)", plan.shape().toString());
        row(text, "parameters", String.format(Locale.ROOT, "%,d", plan.shape().parameters()));
        row(text, "trained on", String.format(Locale.ROOT, "%,d tokens in %,d steps of %,d", result.tokens(),
                result.steps(), plan.stepTokens()));
        row(text, "course", result.course() + " tokens on the documents below");
        row(text, "documents", recipe.shares());
        row(text, "seed, peak rate", plan.seed() + ", " + plan.rate());
        row(text, "arithmetic", plan.precision().words());
        row(text, "processor time", String.format(Locale.ROOT, "%,.0f s", result.cpuSeconds()));
        row(text, "final loss", String.format(Locale.ROOT, "%.4f nats a learned token", result.loss()));
        row(text, "generators and tokenizer", "`" + generatorHash + "`");
        row(text, "tokenizer", "`" + tokenizerHash + "`");
        row(text, "weights, 32-bit", "`" + result.weightsHash() + "`");
        row(text, "model file", "`" + fileHash + "`");
        text.append("\n## Accuracy\n\nGreedy, on ")
                .append(full.getFirst().items())
                .append(" items a domain whose contents were held out of training; exact match of the final answer. "
                        + "Chance is what the most frequent answer gets.")
                .append(notes())
                .append("\n\n")
                .append("| domain | 32-bit | Q8_0 | valid working (Q8_0) | chance | tokens an answer |\n"
                        + "|---|---|---|---|---|---|\n");
        for (int i = 0; i < full.size(); i++) {
            Evaluation evaluation = full.get(i);
            text.append(String.format(Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.0f |%n",
                    evaluation.domain().key(), evaluation.accuracy(), stored.get(i).accuracy(),
                    stored.get(i).validity(), evaluation.chance(), evaluation.tokens()));
        }
        failures(text);
        return text.toString();
    }

    private String notes() {
        String facts = recipe.domains().contains(Domain.FACTS)
                ? " Facts are held out by wording: every person is met in training, these ways to ask are not."
                : "";
        String other = recipe.domains().contains(Domain.OTHER)
                ? " Of the domain other, every right answer is the same sentence."
                : "";
        String sums = recipe.domains().contains(Domain.ARITH) && recipe.domains().size() > 1
                ? " Short sums that are a step of a date, a unit or a program are met in training whatever their operands; the sums of"
                        + " questions, mixed ones too, are held out."
                : "";
        return facts + other + sums;
    }

    private String sentence() {
        return "A bundled model of Drover: " + recipe.task()
                + ". It was trained from random weights by Drover's own trainer, "
                + "on generated text alone, and knows nothing else.";
    }

    private void failures(StringBuilder text) {
        text.append("\n## Known failures\n\nThe first wrong answers of the evaluation above (Q8_0):\n");
        for (Evaluation evaluation : stored) {
            if (evaluation.failures().isEmpty()) {
                text.append("\n- ")
                        .append(evaluation.domain().key())
                        .append(": none in ")
                        .append(evaluation.items())
                        .append(" items");
            }
            for (Evaluation.Failure failure : evaluation.failures()) {
                text.append("\n- ")
                        .append(evaluation.domain().key())
                        .append(": ")
                        .append(code(failure.question()))
                        .append(" got ")
                        .append(code(failure.answer()))
                        .append(" (expected: ")
                        .append(code(failure.expected()))
                        .append(")");
            }
        }
        text.append('\n');
    }

    private static String code(String text) {
        return "`" + text.replace('`', '\'').replace("\n", " / ") + "`";
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }
}
