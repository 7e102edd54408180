package dev.drover.gateway.provider;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTest {

    @Test
    void aDeadUpstreamIsAskedAFifthMoreOftenAndNoMore() {
        RetryBudget budget = new RetryBudget();
        int retries = 0;
        for (int request = 0; request < 10_000; request++) {
            budget.request();
            retries += budget.retry() ? 1 : 0;
        }
        assertThat(retries).isBetween(2_000, 2_010);
    }

    @Test
    void whatIsSavedUpInGoodTimesIsTenRetries() {
        RetryBudget budget = new RetryBudget();
        for (int request = 0; request < 1_000; request++) {
            budget.request();
        }
        int retries = 0;
        while (budget.retry()) {
            retries++;
        }
        assertThat(retries).isEqualTo(10);
    }
}
