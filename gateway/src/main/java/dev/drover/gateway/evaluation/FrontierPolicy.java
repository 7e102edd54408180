package dev.drover.gateway.evaluation;

import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.gateway.evaluation.CascadeBench.Line;

/** The policy documents that put a setting in force. */
public final class FrontierPolicy {

    private FrontierPolicy() {}

    /**
     * Documents for a folder of policies: both models and a policy for the model {@code auto}.
     *
     * @param line the setting
     * @param drafter the small model's file, or {@code bundled:} and its name
     * @param verifier the large model's file, or {@code bundled:} and its name
     */
    public static String documents(Line line, String drafter, String verifier) {
        String candidate = line.leniency() == null ? line.rule() : "pair";
        StringBuilder text = new StringBuilder();
        text.append("# ").append(summary(line)).append('\n');
        model(text, "small", drafter);
        model(text, "large", verifier);
        text.append("""
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: frontier}
                spec:
                  match: {models: [auto]}
                  route: {strategy: first, candidates: [%s]}
                """.formatted(candidate));
        if (line.leniency() != null) {
            text.append("  cascades:\n    - {name: pair, drafter: small, verifier: large, rule: %s, leniency: %s, "
                    .formatted(BuiltInRules.named(line.rule()).name(), line.leniency()))
                    .append("blockLength: %s}\n".formatted(line.gamma()));
        }
        return text.toString();
    }

    /** What a setting gave, in a line. */
    public static String summary(Line line) {
        return "%s: accuracy %s, %s of the large model's time, %s of its passes (%d tasks, temperature %s)".formatted(
                FrontierReport.label(line), FrontierReport.number(line.accuracy(), 4),
                FrontierReport.number(line.time(), 3), FrontierReport.number(line.work(), 3), line.items(),
                FrontierReport.number(line.temperature(), 2));
    }

    private static void model(StringBuilder text, String name, String file) {
        text.append("""
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: %s}
                spec: {local: {file: '%s'}}
                ---
                """.formatted(name, file.replace("'", "''")));
    }
}
