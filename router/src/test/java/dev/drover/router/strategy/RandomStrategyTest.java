package dev.drover.router.strategy;

import dev.drover.router.Herd;
import dev.drover.router.Objective;
import dev.drover.router.RoutingStrategy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RandomStrategyTest extends StrategyContract {

    @Override
    StrategyEntry entry() {
        return new RandomStrategy();
    }

    @Test
    void everyCandidateHasItsShare() {
        Map<String, Integer> drawn = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            drawn.merge(strategy().choose(Herd.request("prompt " + i, Objective.QUALITY)).chosen().name(), 1,
                    Integer::sum);
        }

        assertThat(drawn).hasSize(Herd.CANDIDATES.size());
        assertThat(drawn.values()).allSatisfy(count -> assertThat(count).isBetween(880, 1_120));
    }

    @Test
    void anotherSeedSendsConversationsOtherWays() {
        RoutingStrategy other = entry().create(entry().options().resolve(Map.of("seed", 5)), reference -> MODEL);
        int different = 0;
        for (int i = 0; i < 100; i++) {
            different += strategy().choose(Herd.request("prompt " + i, Objective.QUALITY))
                    .chosen()
                    .equals(other.choose(Herd.request("prompt " + i, Objective.QUALITY)).chosen()) ? 0 : 1;
        }

        assertThat(different).isGreaterThan(50);
    }
}
