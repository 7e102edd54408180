package dev.drover.herd.phrasing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiceTest {

    @Test
    void sameNumbersGiveTheSameDraws() {
        Dice one = Dice.of(7, 1, 2);
        Dice two = Dice.of(7, 1, 2);

        for (int draw = 0; draw < 100; draw++) {
            assertThat(one.below(1_000_000)).isEqualTo(two.below(1_000_000));
        }
    }

    @Test
    void orderOfTheNumbersMatters() {
        assertThat(Dice.of(1, 2).below(1 << 30)).isNotEqualTo(Dice.of(2, 1).below(1 << 30));
    }

    @Test
    void neighbouringIndicesGiveUnrelatedDraws() {
        Set<Integer> draws = new HashSet<>();
        for (int index = 0; index < 10_000; index++) {
            draws.add(Dice.of(1, index).below(1 << 30));
        }

        assertThat(draws).hasSizeGreaterThan(9_990);
    }

    @Test
    void betweenIncludesBothEnds() {
        Dice dice = Dice.of(3);
        Set<Integer> draws = new HashSet<>();
        for (int draw = 0; draw < 200; draw++) {
            draws.add(dice.between(4, 6));
        }

        assertThat(draws).containsExactlyInAnyOrder(4, 5, 6);
    }

    @Test
    void eventsHappenAtTheirOdds() {
        Dice dice = Dice.of(4);
        int happened = 0;
        for (int draw = 0; draw < 10_000; draw++) {
            happened += dice.happens(0.2) ? 1 : 0;
        }

        assertThat(happened).isBetween(1_850, 2_150);
    }

    @Test
    void picksComeFromTheChoices() {
        Dice dice = Dice.of(5);

        assertThat(List.of("a", "b")).contains(dice.pick(List.of("a", "b")));
        assertThat(dice.pick("only")).isEqualTo("only");
        assertThat(dice.fraction()).isBetween(0.0, 1.0);
    }
}
