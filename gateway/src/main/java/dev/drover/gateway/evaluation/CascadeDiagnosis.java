package dev.drover.gateway.evaluation;

import dev.drover.engine.PlainDecoding;
import dev.drover.herd.task.Item;
import dev.drover.inference.token.TokenModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Why a cascade is as quick as it is: where the two models differ, what rejections that makes, what passes cost, and what speed
 * follows from these by the formula of speculative decoding. Greedy.
 *
 * @param agreement how far the models agree, by kind of token and by domain
 * @param places by rule, how often drafts stand by their place in a block
 * @param costs what passes cost over the large model's pass over one token
 * @param speeds predicted and measured speed by rule and block length
 */
public record CascadeDiagnosis(List<Agreement.Line> agreement, List<Places> places, List<Cost> costs,
        List<Speed> speeds) {

    private static final int LIMIT = 200;
    private static final List<Rule> RULES = List.of(new Rule("lossless", 0), new Rule("token-v3", 0.7));
    private static final int[] GAMMAS = {1, 2, 3, 5, 7, 10, 15};
    private static final int PLACES = 10;
    private static final int WARM_UP = 10;

    private record Rule(String name, double leniency) {}

    /**
     * How often drafts stand at the first, second, ... place of blocks of ten.
     *
     * @param rule the rule
     * @param leniency its leniency
     * @param standing shares of those that were judged there
     */
    public record Places(String rule, double leniency, List<Double> standing) {}

    /**
     * A pass's cost.
     *
     * @param pass which: the drafter's step, or the verifier's pass over some tokens
     * @param overOne its time over that of the verifier's pass over one token
     */
    public record Cost(String pass, double overOne) {}

    /**
     * Speeds over the large model alone, prompts left out.
     *
     * @param rule the rule
     * @param leniency its leniency
     * @param gamma block length
     * @param rejection rate of rejection
     * @param predicted by the formula
     * @param measured tokens a second over the large model's
     */
    public record Speed(String rule, double leniency, int gamma, double rejection, double predicted, double measured) {}

    /**
     * Diagnoses a pair.
     *
     * @param items what is asked
     * @param progress told the number of items done
     */
    public static CascadeDiagnosis of(TokenModel drafter, TokenModel verifier, List<Item> items, IntConsumer progress) {
        Agreement agreement = new Agreement(drafter, verifier, LIMIT);
        List<BlockRun> runs = runs(drafter, verifier);
        items.subList(0, Math.min(WARM_UP, items.size()))
                .forEach(item -> runs(drafter, verifier).forEach(run -> run.add(item)));
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            agreement.add(item);
            for (int turn = 0; turn < runs.size(); turn++) {
                runs.get((i + turn) % runs.size()).add(item);
            }
            progress.accept(i + 1);
        }
        PassCosts costs = PassCosts.measured(drafter, verifier);
        return new CascadeDiagnosis(agreement.lines(), places(runs), costs(costs), speeds(costs, runs));
    }

    /** The large model alone, then each rule at each block length. */
    private static List<BlockRun> runs(TokenModel drafter, TokenModel verifier) {
        List<BlockRun> runs = new ArrayList<>();
        runs.add(new BlockRun(verifier, new PlainDecoding(verifier), 0, LIMIT));
        for (Rule rule : RULES) {
            for (int gamma : GAMMAS) {
                runs.add(new BlockRun(drafter, verifier, rule.name(), rule.leniency(), gamma, LIMIT));
            }
        }
        return runs;
    }

    private static BlockRun run(List<BlockRun> runs, int rule, int gamma) {
        return runs.get(1 + rule * GAMMAS.length + gamma);
    }

    private static List<Places> places(List<BlockRun> runs) {
        List<Places> places = new ArrayList<>();
        for (int rule = 0; rule < RULES.size(); rule++) {
            BlockRun tens = run(runs, rule, Arrays.binarySearch(GAMMAS, PLACES));
            List<Double> standing = new ArrayList<>();
            for (int place = 0; place < PLACES; place++) {
                standing.add(Math.rint(tens.standing(place) * 1e3) / 1e3);
            }
            places.add(new Places(RULES.get(rule).name(), RULES.get(rule).leniency(), standing));
        }
        return places;
    }

    private static List<Cost> costs(PassCosts measured) {
        List<Cost> costs = new ArrayList<>();
        costs.add(new Cost("drafter 1", measured.step()));
        for (int gamma : GAMMAS) {
            costs.add(new Cost("verifier " + (gamma + 1), measured.verify()[gamma + 1]));
        }
        return costs;
    }

    private static List<Speed> speeds(PassCosts costs, List<BlockRun> runs) {
        List<Speed> speeds = new ArrayList<>();
        for (int rule = 0; rule < RULES.size(); rule++) {
            for (int i = 0; i < GAMMAS.length; i++) {
                BlockRun run = run(runs, rule, i);
                speeds.add(new Speed(RULES.get(rule).name(), RULES.get(rule).leniency(), GAMMAS[i], run.rejection(),
                        costs.predicted(GAMMAS[i], run.rejection()), run.perSecond() / runs.getFirst().perSecond()));
            }
        }
        return speeds;
    }
}
