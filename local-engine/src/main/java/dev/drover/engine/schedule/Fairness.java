package dev.drover.engine.schedule;

import dev.drover.inference.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is next among tenants: the one that has got least, in tokens over its weight (virtual token counter, Sheng et al.
 * 2024). One that comes back after a pause starts level with the least served of those who wait: nobody saves up. Guarded by
 * the scheduler's lock.
 */
final class Fairness {

    /** Tenants that have nothing waiting are forgotten when there are more than so many. */
    private static final int MOST_KNOWN = 1000;

    private final Map<String, Account> accounts = new HashMap<>();

    private static final class Account {

        private double served;
        private int waiting;
    }

    /** A call has come. */
    void came(Tenant tenant) {
        if (accounts.size() > MOST_KNOWN) {
            accounts.values().removeIf(account -> account.waiting == 0);
        }
        Account account = account(tenant);
        if (account.waiting++ == 0) {
            double least = accounts.values()
                    .stream()
                    .filter(other -> other.waiting > 0 && other != account)
                    .mapToDouble(other -> other.served)
                    .min()
                    .orElse(account.served);
            account.served = Math.max(account.served, least);
        }
    }

    /** A call is done or given up. */
    void went(Tenant tenant) {
        account(tenant).waiting--;
    }

    /** Some of a tenant's tokens were computed. */
    void served(Tenant tenant, int tokens) {
        account(tenant).served += tokens / tenant.weight();
    }

    /** That of a tenant, which is there as long as a call of it waits. */
    private Account account(Tenant tenant) {
        return accounts.computeIfAbsent(tenant.name(), absent -> new Account());
    }

    /** Calls in the order in which they should be served; those of one tenant stay in their order. */
    List<PendingExtend> order(Collection<PendingExtend> calls) {
        List<PendingExtend> ordered = new ArrayList<>(calls);
        if (accounts.size() > 1) {
            ordered.sort(Comparator.comparingDouble(call -> account(call.tenant()).served));
        }
        return ordered;
    }
}
