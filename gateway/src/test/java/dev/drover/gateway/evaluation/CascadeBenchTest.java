package dev.drover.gateway.evaluation;

import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Figures of the bench against what can be counted by hand: each model knows the answer to one item alone. */
class CascadeBenchTest {

    private static final List<Item> ITEMS = three();
    private static final ScriptedModel SMALL = new ScriptedModel("small", ITEMS.get(1).answer());
    private static final ScriptedModel LARGE = new ScriptedModel("large", ITEMS.get(0).answer());

    private final List<Integer> progress = new ArrayList<>();

    /** Items with three different final answers. */
    private static List<Item> three() {
        List<Item> items = new ArrayList<>();
        for (Item item : HerdItems.mixed(Part.DEV, 70)) {
            if (item.domain() == Domain.ARITH
                    && items.stream().noneMatch(other -> other.finalAnswer().equals(item.finalAnswer()))) {
                items.add(item);
            }
        }
        return items.subList(0, 3);
    }

    private List<CascadeBench.Line> run(CascadeBench.Plan plan) {
        return new CascadeBench(SMALL, LARGE).run(ITEMS, List.of(), plan, progress::add).lines();
    }

    @Test
    void winsAndLossesAreAgainstTheLargeModelItemByItem() {
        List<CascadeBench.Line> lines = run(new CascadeBench.Plan(List.of(), List.of(), List.of(0.0), 1));

        CascadeBench.Line large = lines.get(0);
        assertThat(large.rule()).isEqualTo("large");
        assertThat(large.accuracy()).isEqualTo(1 / 3.0);
        assertThat(large.wins()).isZero();
        assertThat(large.losses()).isZero();
        assertThat(large.speedup()).isEqualTo(1);
        assertThat(large.tokensPerLargeCall()).isEqualTo(1);
        assertThat(large.rejectionRate()).isNull();
        assertThat(large.meanTokens()).isEqualTo(ITEMS.get(0).answer().length() + 1);
        CascadeBench.Line small = lines.get(1);
        assertThat(small.rule()).isEqualTo("small");
        assertThat(small.accuracy()).isEqualTo(1 / 3.0);
        assertThat(small.wins()).isEqualTo(1);
        assertThat(small.losses()).isEqualTo(1);
        assertThat(small.tokensPerLargeCall()).isNull();
        assertThat(progress).containsExactly(1, 2, 3);
    }

    @Test
    void aLosslessPairAnswersAsTheLargeModelWithFewerOfItsPasses() {
        List<CascadeBench.Line> lines = new CascadeBench(LARGE, LARGE).run(ITEMS, List.of(),
                new CascadeBench.Plan(List.of("lossless"), List.of(5), List.of(0.0), 1), done -> {
                }).lines();
        CascadeBench.Line pair = lines.getLast();
        assertThat(pair.rule()).isEqualTo("lossless");
        assertThat(pair.gamma()).isEqualTo(5);
        assertThat(pair.accuracy()).isEqualTo(lines.getFirst().accuracy());
        assertThat(pair.wins() + pair.losses()).isZero();
        assertThat(pair.meanTokens()).isEqualTo(lines.getFirst().meanTokens());
        assertThat(pair.tokensPerLargeCall()).isBetween(4.0, 6.0);
        assertThat(pair.rejectionRate()).isZero();
    }

    @Test
    void aDrafterThatKnowsNothingIsRejectedAndTheAnswerIsStillTheLargeModels() {
        CascadeBench.Line pair = run(new CascadeBench.Plan(List.of("lossless"), List.of(3), List.of(0.0), 1)).getLast();
        assertThat(pair.accuracy()).isEqualTo(1 / 3.0);
        assertThat(pair.losses()).isZero();
        assertThat(pair.rejectionRate()).isGreaterThan(0.1);
    }

    @Test
    void everySettingHasItsLineAndItsBaselineIsOfItsTemperature() {
        List<CascadeBench.Line> lines = run(
                new CascadeBench.Plan(List.of("chow", "token-v3"), List.of(2, 4), List.of(0.0, 1.0), 1));
        assertThat(lines).hasSize(2 * (2 + 2 * 3 * 2));
        assertThat(lines).filteredOn(line -> line.rule().equals("large"))
                .extracting(CascadeBench.Line::temperature)
                .containsExactly(0.0, 1.0);
        assertThat(lines).allMatch(line -> line.items() == 3);
        assertThat(lines).filteredOn(line -> line.rule().equals("chow")).hasSize(12);
    }

    @Test
    void eachSettingGoesOnWithTheBlockLengthThatWasQuickestOnOtherItems() {
        CascadeBench.Plan plan = new CascadeBench.Plan(List.of("lossless", "token-v3"), List.of(.5), List.of(1, 12),
                List.of(0.0), 1, 1);
        CascadeBench.Report report = new CascadeBench(LARGE,
                new ScriptedModel("slow", ITEMS.get(0).answer(), Duration.ofMillis(1), false))
                .run(ITEMS, ITEMS.subList(0, 1), plan, progress::add);
        assertThat(report.lines()).extracting(CascadeBench.Line::gamma).containsExactly(0, 0, 12, 12);
        assertThat(progress).containsExactly(1, 2, 3, 4);
        Claim claim = report.claims().getFirst();
        assertThat(claim.best().rule()).isEqualTo("token-v3");
        assertThat(claim.elsewhere()).isTrue();
        assertThat(claim.best().difference()).isZero();
    }

    @Test
    void aboveTemperatureZeroTheLargeModelAndLosslessAnswerUnderTopPToo() {
        CascadeBench.Plan plan = new CascadeBench.Plan(List.of("token-v3"), List.of(.5), List.of(2), List.of(0.0, 1.0),
                .9, 1);
        List<CascadeBench.Line> lines = run(plan);
        assertThat(lines).filteredOn(line -> line.topP() == .9)
                .extracting(CascadeBench.Line::rule, CascadeBench.Line::temperature)
                .containsExactly(tuple("large", 1.0), tuple("lossless", 1.0));
    }
}
