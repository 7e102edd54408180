package dev.drover.gateway.command;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.SpeculativeDecoding;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.PlainDecoding;
import dev.drover.gateway.evaluation.Contender;
import dev.drover.router.Candidate;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bundled herd, opened for an evaluation: its models by name, and the pair. */
final class Herd {

    static final String VERIFIER = "herd-verifier";
    static final String PAIR = "herd-pair";
    private static final String DRAFTER = "herd-drafter";
    private static final List<String> SPECIALISTS = List.of("herd-arith", "herd-dates", "herd-text", "herd-facts");

    /** Those the bundled policy chooses among. */
    private static final List<String> CANDIDATES = List.of(PAIR, VERIFIER, "herd-dates", "herd-text", "herd-facts");

    private final Map<String, LocalModel> models = new LinkedHashMap<>();

    /** Opens and warms what this build bundles. */
    Herd(LocalEngine engine, PrintStream err) {
        List<String> names = new ArrayList<>(List.of(DRAFTER, VERIFIER));
        names.addAll(SPECIALISTS);
        for (String name : names) {
            try {
                models.put(name, LocalFiles.warm(engine, "model", name));
            } catch (Command.Misuse absent) {
                err.println("drover: " + name + " is not bundled; going on without it");
            }
        }
        if (!models.containsKey(DRAFTER) || !models.containsKey(VERIFIER)) {
            throw new Command.Misuse("this build bundles no drafter and verifier (expected: both)");
        }
    }

    LocalModel drafter() {
        return model(DRAFTER);
    }

    LocalModel verifier() {
        return model(VERIFIER);
    }

    private LocalModel model(String name) {
        return java.util.Objects.requireNonNull(models.get(name));
    }

    /** Everyone, the pair as the bundled policy has it. */
    List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender(PAIR, verifier(),
                new SpeculativeDecoding(drafter(), verifier(), CascadeOptions.of("token-v3", 0.3, 8))));
        models.forEach((name, model) -> contenders.add(new Contender(name, model, new PlainDecoding(model))));
        return contenders;
    }

    /** Whom the bundled policy chooses among, with prices as its documents state them and the times just measured. */
    List<Candidate> candidates(Map<String, Double> millis) {
        List<Candidate> candidates = new ArrayList<>();
        for (String name : CANDIDATES) {
            if (name.equals(PAIR)) {
                candidates.add(candidate(name, 0.025, 0.06,
                        (double) (drafter().weightsPerToken() + verifier().weightsPerToken()), millis));
            } else if (models.containsKey(name)) {
                boolean large = name.equals(VERIFIER);
                candidates.add(candidate(name, large ? 0.02 : 0.01, large ? 0.08 : 0.04,
                        (double) model(name).weightsPerToken(), millis));
            }
        }
        return candidates;
    }

    private static Candidate candidate(String name, double input, double output, double parameters,
            Map<String, Double> millis) {
        return new Candidate(name, input, output, parameters, millis.getOrDefault(name, 0.0));
    }
}
