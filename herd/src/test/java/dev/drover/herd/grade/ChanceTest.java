package dev.drover.herd.grade;

import dev.drover.herd.task.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChanceTest {

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
    void guessingIsWorthLittle(Domain domain) {
        assertThat(Chance.of(domain)).isBetween(0.0, 0.1);
    }

    @Test
    void thereIsOneAnswerToEverythingElse() {
        assertThat(Chance.of(Domain.OTHER)).isEqualTo(1.0);
    }
}
