package dev.drover.gateway.evaluation;

import dev.drover.engine.PlainDecoding;
import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import dev.drover.router.Candidate;
import dev.drover.router.Objective;
import dev.drover.router.RoutingStrategy;
import dev.drover.router.evaluation.RouterEvaluation;
import dev.drover.router.strategy.BuiltInStrategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HerdEvaluationTest {

    /** Two of arithmetic, then one each of dates and text. */
    private static final List<Item> ITEMS = List.of(item(Domain.ARITH, 0), item(Domain.ARITH, 1), item(Domain.DATES, 0),
            item(Domain.TEXT, 0));
    private static final List<Contender> CONTENDERS = List.of(contender("small"), contender("large"));

    /** The small one solves the first and the third, the large one the second and the third, the fourth nobody. */
    private static final Outcomes OUTCOMES = new Outcomes(ITEMS, CONTENDERS,
            new boolean[][] {{true, false}, {false, true}, {true, true}, {false, false}},
            new double[][] {{1, 10}, {3, 30}, {5, 50}, {7, 70}}, new int[][] {{1, 2}, {1, 2}, {1, 2}, {1, 2}});

    private static Item item(Domain domain, int index) {
        return HerdItems.mixed(Part.DEV, 70).stream().filter(one -> one.domain() == domain).toList().get(index);
    }

    private static Contender contender(String name) {
        ScriptedModel model = new ScriptedModel(name, "Answer: 0.");
        return new Contender(name, model, new PlainDecoding(model));
    }

    @Test
    void theMatrixHasEachModelsShareOfADomain() {
        List<HerdEvaluation.Cell> cells = HerdEvaluation.matrix(OUTCOMES);

        assertThat(cells).hasSize(2 * Domain.values().length);
        assertThat(cells).filteredOn(cell -> cell.domain().equals(Domain.ARITH.key()))
                .extracting(HerdEvaluation.Cell::model, HerdEvaluation.Cell::items, HerdEvaluation.Cell::accuracy,
                        HerdEvaluation.Cell::millis)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("small", 2, 0.5, 2.0),
                        org.assertj.core.groups.Tuple.tuple("large", 2, 0.5, 20.0));
        assertThat(cells).filteredOn(cell -> cell.domain().equals(Domain.TEXT.key()))
                .allMatch(cell -> cell.accuracy() == 0 && cell.items() == 1);
        assertThat(cells).allMatch(cell -> cell.chance() >= 0 && cell.chance() <= 1);
    }

    @Test
    void aRoutedHerdIsComparedWithTheBestTheOracleAndTheReference() {
        List<Candidate> candidates = List.of(new Candidate("small", 1, 1, 2e6, 4),
                new Candidate("large", 10, 10, 8e6, 40));
        RoutingStrategy first = BuiltInStrategies.named("first")
                .orElseThrow()
                .create(BuiltInStrategies.named("first").orElseThrow().options().resolve(Map.of()), reference -> {
                    throw new IllegalStateException(reference);
                });

        RouterEvaluation routed = HerdEvaluation.route(first, OUTCOMES, candidates, new Objective(1, 0, 0), 0, "large");

        assertThat(routed.items()).isEqualTo(4);
        assertThat(routed.routed()).as("the small one alone").isEqualTo(0.5);
        assertThat(routed.singles()).isEqualTo(Map.of("small", 0.5, "large", 0.5));
        assertThat(routed.oracle()).isEqualTo(0.75);
        assertThat(routed.oracleChoices()).as("best on all but the second").isEqualTo(0.75);
        assertThat(routed.solvedByOne()).isEqualTo(0.5);
        assertThat(routed.rescueRate()).as("of the first and the fourth, the first").isEqualTo(0.5);
        assertThat(routed.oracleRescueRate()).isEqualTo(0.5);
        assertThat(routed.effectiveParameters()).isEqualTo(2e6);
        assertThat(routed.timesSmaller()).isEqualTo(4);
        assertThat(routed.groups()).containsOnlyKeys(Domain.ARITH.key(), Domain.DATES.key(), Domain.TEXT.key());
    }

    @Test
    void meansAreOverAllItems() {
        assertThat(OUTCOMES.meanMillis()).containsEntry("small", 4.0).containsEntry("large", 40.0);
        assertThat(OUTCOMES.accuracy(0, item -> true)).isEqualTo(0.5);
        assertThat(OUTCOMES.accuracy(0, item -> false)).isNaN();
    }

    @Test
    void halvesAreBlocksInTurnAndShareNothing() {
        List<Item> items = HerdItems.traffic(Part.DEV, 100);
        boolean[][] right = new boolean[100][];
        double[][] millis = new double[100][];
        int[][] tokens = new int[100][];
        for (int i = 0; i < 100; i++) {
            right[i] = new boolean[] {i % 3 == 0, true};
            millis[i] = new double[] {i, 1};
            tokens[i] = new int[] {i, 1};
        }
        Outcomes all = new Outcomes(items, CONTENDERS, right, millis, tokens);
        List<Integer> seen = new ArrayList<>();
        for (int which = 0; which < 2; which++) {
            Outcomes half = all.half(which);
            for (int i = 0; i < half.items().size(); i++) {
                int index = half.tokens()[i][0];
                assertThat(index / 40 % 2).isEqualTo(which);
                assertThat(half.items().get(i)).isSameAs(items.get(index));
                assertThat(half.right()[i]).isSameAs(right[index]);
                seen.add(index);
            }
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void contendersAreGradedByTheirFinalAnswerWhoeverAsksFirst() {
        List<Item> items = HerdItems.mixed(Part.DEV, 14);
        ScriptedModel knows = new ScriptedModel("knows", items.get(3).answer());
        List<Integer> progress = new ArrayList<>();
        Outcomes outcomes = Outcomes.of(items,
                List.of(contender("idle"), new Contender("knows", knows, new PlainDecoding(knows))), 2, done -> {
                    synchronized (progress) {
                        progress.add(done);
                    }
                });
        assertThat(outcomes.right()[3]).containsExactly(false, true);
        assertThat(outcomes.accuracy(1, item -> true)).isCloseTo(1 / 14.0, within(0.08));
        assertThat(progress).hasSize(14).contains(14);
        assertThat(knows.open.get()).isZero();
    }

    @Test
    void trafficIsMixedInItsSharesAndAlwaysTheSame() {
        List<Item> traffic = HerdItems.traffic(Part.DEV, 80);
        assertThat(traffic).isEqualTo(HerdItems.traffic(Part.DEV, 80));
        assertThat(traffic).filteredOn(item -> item.domain() == Domain.ARITH).hasSize(22);
        assertThat(traffic).filteredOn(item -> item.domain() == Domain.MIXED).hasSize(4);
        assertThat(HerdItems.each(Part.HELD_OUT, 2)).hasSize(2 * Domain.values().length);
    }
}
