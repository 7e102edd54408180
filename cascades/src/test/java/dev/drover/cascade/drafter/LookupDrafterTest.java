package dev.drover.cascade.drafter;

import dev.drover.inference.option.Options;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a lookup proposes. Tokens are letters. */
class LookupDrafterTest {

    private static String following(LookupDrafter drafter, String text) {
        int token = drafter.following(text.chars().toArray(), text.length());
        return token < 0 ? "-" : Character.toString(token);
    }

    @Test
    void whatFollowedTheLongestRunFollowsAgain() {
        LookupDrafter drafter = new LookupDrafter(3, 1);
        assertThat(following(drafter, "the cat saw the c")).isEqualTo("a");
        assertThat(following(drafter, "abcX bcY cZ abc")).isEqualTo("X");
        assertThat(following(drafter, "bcY cZ abc")).isEqualTo("Y");
        assertThat(following(drafter, "cZ abc")).isEqualTo("Z");
    }

    @Test
    void ofEquallyLongRunsTheLastCounts() {
        assertThat(following(new LookupDrafter(2, 1), "ab1 ab2 ab")).isEqualTo("2");
        assertThat(following(new LookupDrafter(2, 1), "ab1 ab2 xb")).isEqualTo("2");
    }

    @Test
    void runsLongerThanAskedForAreNotLookedFor() {
        assertThat(following(new LookupDrafter(1, 1), "abcX cY abc")).isEqualTo("Y");
    }

    @Test
    void whatRecursTooBrieflyIsNoProposal() {
        assertThat(following(new LookupDrafter(3, 2), "cZ abc")).isEqualTo("-");
        assertThat(following(new LookupDrafter(3, 2), "bcZ abc")).isEqualTo("Z");
        assertThat(following(new LookupDrafter(3, 1), "abcd")).isEqualTo("-");
        assertThat(following(new LookupDrafter(3, 1), "a")).isEqualTo("-");
    }

    @Test
    void aRunMayReachIntoWhatItProposes() {
        assertThat(following(new LookupDrafter(3, 1), "aaaa")).isEqualTo("a");
        assertThat(following(new LookupDrafter(4, 1), "abababab")).isEqualTo("a");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThat(LookupDrafter.of(LookupDrafter.options().resolve(Map.of()))).isEqualTo(new LookupDrafter(3, 1));
        Options contrary = LookupDrafter.options().resolve(Map.of("ngram", 2, "least", 3));
        assertThatIllegalArgumentException().isThrownBy(() -> LookupDrafter.of(contrary))
                .withMessage("least: 3 (expected: a whole number from 1 to ngram, 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> new LookupDrafter(17, 1))
                .withMessageContaining("ngram: 17 (expected: a whole number from 1 to 16)");
    }
}
