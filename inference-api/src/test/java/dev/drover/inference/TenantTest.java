package dev.drover.inference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TenantTest {

    private static final Tenant TEAM = new Tenant("team", 2);

    @Test
    void itTravelsWithASubscription() {
        Mono<Tenant> whose = Mono.deferContextual(context -> Mono.just(Tenant.of(context)));
        assertThat(whose.contextWrite(TEAM::in).block()).isEqualTo(TEAM);
        assertThat(whose.block()).isEqualTo(Tenant.NOBODY);
    }

    @Test
    void itIsBoundToTheThreadThatWorksForIt() {
        Tenant[] seen = new Tenant[1];
        TEAM.run(() -> seen[0] = Tenant.current());
        assertThat(seen[0]).isEqualTo(TEAM);
        assertThat(Tenant.current()).isEqualTo(Tenant.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aWeightThatIsNoShareIsRefused(double weight) {
        assertThatThrownBy(() -> new Tenant("x", weight)).hasMessageContaining("weight: " + weight);
    }
}
