package dev.drover.router.strategy;

import dev.drover.router.Herd;
import dev.drover.router.Objective;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FirstStrategyTest extends StrategyContract {

    @Override
    StrategyEntry entry() {
        return new FirstStrategy();
    }

    @Test
    void theFirstIsTakenWhateverItCosts() {
        assertThat(strategy().choose(Herd.request("anything", new Objective(0, 100, 100))).chosen())
                .isEqualTo(Herd.CANDIDATES.getFirst());
    }
}
