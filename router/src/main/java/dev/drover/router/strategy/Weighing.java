package dev.drover.router.strategy;

import dev.drover.router.Candidate;
import dev.drover.router.CandidateScore;
import dev.drover.router.Objective;
import dev.drover.router.RoutingRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Weighs candidates against each other: predicted quality, cost and time become one number, the utility. */
final class Weighing {

    /** How many characters of a prompt make a token, as a rule of thumb. */
    private static final double CHARACTERS_A_TOKEN = 4;

    /** Higher utility first; equal ones by cost, then size, then time, then as they were given. */
    private static final Comparator<CandidateScore> BETTER = Comparator.comparingDouble(CandidateScore::utility)
            .reversed()
            .thenComparing(cheaper());

    private Weighing() {}

    /**
     * A candidate's predicted quality.
     *
     * @param value 0 to 1
     * @param learned whether it was learned, rather than a stated prior
     */
    record Quality(double value, boolean learned) {}

    private static Comparator<CandidateScore> cheaper() {
        return Comparator.comparingDouble(CandidateScore::cost)
                .thenComparingDouble(score -> score.candidate().parameters())
                .thenComparingDouble(CandidateScore::millis);
    }

    /**
     * Scores every candidate, in the order given.
     *
     * @param answerTokens tokens an answer is expected to have
     * @param quality the predicted quality of a candidate, null for none
     */
    static List<CandidateScore> scores(RoutingRequest request, double answerTokens,
            Function<Candidate, @Nullable Quality> quality) {
        double promptTokens = promptTokens(request);
        Integer limit = request.chat().maxTokens();
        double expected = limit == null ? answerTokens : Math.min(answerTokens, limit);
        double dearest = 0;
        double slowest = 0;
        for (Candidate candidate : request.candidates()) {
            dearest = Math.max(dearest, candidate.cost(promptTokens, expected));
            slowest = Math.max(slowest, candidate.expectedMillis());
        }
        List<CandidateScore> scores = new ArrayList<>();
        for (Candidate candidate : request.candidates()) {
            double cost = candidate.cost(promptTokens, expected);
            Quality predicted = quality.apply(candidate);
            double utility = utility(request.objective(), predicted == null ? 0 : predicted.value(),
                    share(cost, dearest), share(candidate.expectedMillis(), slowest));
            scores.add(new CandidateScore(candidate, predicted == null ? null : predicted.value(),
                    predicted != null && predicted.learned(), cost, candidate.expectedMillis(), utility));
        }
        return scores;
    }

    private static double utility(Objective objective, double quality, double costShare, double timeShare) {
        return objective.quality() * quality - objective.cost() * costShare - objective.latency() * timeShare;
    }

    /** The same predictions under another objective. */
    static List<CandidateScore> again(List<CandidateScore> scores, Objective objective) {
        double dearest = scores.stream().mapToDouble(CandidateScore::cost).max().orElse(0);
        double slowest = scores.stream().mapToDouble(CandidateScore::millis).max().orElse(0);
        return scores.stream()
                .map(score -> new CandidateScore(score.candidate(), score.quality(), score.learned(), score.cost(),
                        score.millis(),
                        utility(objective, qualityOf(score), share(score.cost(), dearest),
                                share(score.millis(), slowest))))
                .toList();
    }

    /** Scores of which the first is chosen: those that reach a quality by utility, else all by quality. */
    static List<CandidateScore> order(List<CandidateScore> scores, double minimumQuality) {
        List<CandidateScore> able = scores.stream().filter(score -> qualityOf(score) >= minimumQuality).toList();
        return able.isEmpty() ? rankedByQuality(scores) : ranked(able);
    }

    private static double promptTokens(RoutingRequest request) {
        long characters = request.chat().messages().stream().mapToLong(message -> message.content().length()).sum();
        return Math.ceil(characters / CHARACTERS_A_TOKEN);
    }

    private static double share(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }

    /** Scores sorted by utility, best first. */
    static List<CandidateScore> ranked(List<CandidateScore> scores) {
        return scores.stream().sorted(BETTER).toList();
    }

    /** Scores sorted by predicted quality, best first, equal ones by cost. */
    static List<CandidateScore> rankedByQuality(List<CandidateScore> scores) {
        return scores.stream()
                .sorted(Comparator.<CandidateScore>comparingDouble(score -> -qualityOf(score)).thenComparing(cheaper()))
                .toList();
    }

    static double qualityOf(CandidateScore score) {
        Double quality = score.quality();
        return quality == null ? 0 : quality;
    }
}
