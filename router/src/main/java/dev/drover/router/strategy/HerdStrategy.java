package dev.drover.router.strategy;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import dev.drover.router.Candidate;
import dev.drover.router.CandidateScore;
import dev.drover.router.Contribution;
import dev.drover.router.Objective;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingRequest;
import dev.drover.router.RoutingStrategy;
import dev.drover.router.quality.Prediction;
import dev.drover.router.quality.RouterModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Chooses by predicted quality, cost and time.
 *
 * <p>A learned head a model predicts how well it would answer (Hari and Thomson 2023, "Herd"; the encoder there is a small
 * transformer, here hashed text features). The choice maximises {@code quality * predicted - cost * share - latency *
 * share} among the candidates that reach the minimum quality; when none does, the one with the best predicted quality is
 * taken, whatever it costs. Equal candidates go to the cheaper. A candidate without a head counts with the stated prior,
 * so a remote model can stand beside learned ones.
 */
public final class HerdStrategy implements StrategyEntry {

    /** Tokens an answer is expected to have where nothing else is said. */
    static final int ANSWER_TOKENS = 200;

    private static final int SHOWN_CONTRIBUTIONS = 5;

    @Override
    public String name() {
        return "herd";
    }

    @Override
    public String description() {
        return "Chooses by learned quality, cost and latency.";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(
                Option.text("model", "bundled:router", List.of(), "The learned model: a file, or bundled: and a name."),
                Option.number("prior", 0.5, 0, 1, "Quality expected of a candidate nothing was learned about."),
                Option.integer("answerTokens", ANSWER_TOKENS, 1, 1_000_000, "Tokens an answer is expected to have."));
    }

    @Override
    public RoutingStrategy create(Options options, RouterModelSource models) {
        return of(models.model(options.text("model")), options.number("prior"), options.integer("answerTokens"));
    }

    /**
     * The strategy over a model at hand.
     *
     * @param model what was learned
     * @param prior quality of a candidate without a head, 0 to 1
     * @param answerTokens tokens an answer is expected to have
     */
    public static RoutingStrategy of(RouterModel model, double prior, int answerTokens) {
        return request -> choose(request, model, prior, answerTokens);
    }

    private static RoutingDecision choose(RoutingRequest request, RouterModel model, double prior, int answerTokens) {
        Prediction prediction = model.predict(request.chat().messages());
        List<CandidateScore> scores = Weighing.scores(request, answerTokens, candidate -> {
            OptionalDouble learned = prediction.quality(candidate.name());
            return new Weighing.Quality(learned.orElse(prior), learned.isPresent());
        });
        List<CandidateScore> able = scores.stream()
                .filter(score -> Weighing.qualityOf(score) >= request.minimumQuality())
                .toList();
        List<CandidateScore> ranked = Weighing.order(scores, request.minimumQuality());
        Candidate chosen = ranked.getFirst().candidate();
        String rival = rival(scores, ranked);
        List<Contribution> contributions = prediction.contributions(chosen.name(), rival, SHOWN_CONTRIBUTIONS);
        return new RoutingDecision("herd", chosen, scores, reasons(request, scores, ranked, able), contributions,
                model.hash());
    }

    /** Whom the chosen one is compared with: the next best, also when it fell short of the minimum; else itself. */
    private static String rival(List<CandidateScore> scores, List<CandidateScore> ranked) {
        if (ranked.size() > 1) {
            return ranked.get(1).candidate().name();
        }
        return Weighing.rankedByQuality(scores)
                .stream()
                .map(score -> score.candidate().name())
                .filter(name -> !name.equals(ranked.getFirst().candidate().name()))
                .findFirst()
                .orElse("");
    }

    private static List<String> reasons(RoutingRequest request, List<CandidateScore> scores,
            List<CandidateScore> ranked, List<CandidateScore> able) {
        CandidateScore best = ranked.getFirst();
        List<String> reasons = new ArrayList<>();
        if (scores.size() == 1) {
            reasons.add(best.candidate().name() + " is the only candidate");
        } else if (able.isEmpty()) {
            reasons.add(String.format(Locale.ROOT, "no candidate reaches quality %.2f; %s comes closest with %.2f",
                    request.minimumQuality(), best.candidate().name(), Weighing.qualityOf(best)));
        } else if (ranked.size() == 1) {
            reasons.add(String.format(Locale.ROOT, "only %s reaches quality %.2f, with %.2f", best.candidate().name(),
                    request.minimumQuality(), Weighing.qualityOf(best)));
        } else {
            reasons.add(comparison(request.objective(), best, ranked.get(1)));
        }
        if (!best.learned()) {
            reasons.add(String.format(Locale.ROOT, "nothing was learned about %s; its quality is the stated prior",
                    best.candidate().name()));
        }
        return reasons;
    }

    private static String comparison(Objective objective, CandidateScore best, CandidateScore next) {
        if (best.utility() == next.utility()) {
            return String.format(Locale.ROOT, "%s and %s weigh the same, and %s is not dearer", best.candidate().name(),
                    next.candidate().name(), best.candidate().name());
        }
        return String.format(Locale.ROOT,
                "%s has utility %.3f (quality %.2f, cost %.6f, %.0f ms) against %.3f of %s (quality %.2f, cost %.6f, "
                        + "%.0f ms) at weights %s, %s, %s",
                best.candidate().name(), best.utility(), Weighing.qualityOf(best), best.cost(), best.millis(),
                next.utility(), next.candidate().name(), Weighing.qualityOf(next), next.cost(), next.millis(),
                objective.quality(), objective.cost(), objective.latency());
    }
}
