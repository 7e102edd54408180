package dev.drover.inference;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Whose work it is. What many share is dealt out between tenants in proportion to their weights, and what was computed for
 * one is not used for another. It travels with a subscription, so that whatever is composed of models need not hand it on,
 * and is bound to the thread that decodes.
 *
 * @param name tells tenants apart; empty for work that is nobody's
 * @param weight its share beside others; above 0
 */
public record Tenant(String name, double weight) {

    /** Work that is nobody's. */
    public static final Tenant NOBODY = new Tenant("", 1);

    private static final ScopedValue<Tenant> CURRENT = ScopedValue.newInstance();

    /** Checks the range. */
    public Tenant {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: above 0)");
        }
    }

    /** Whose work this thread does. */
    public static Tenant current() {
        return CURRENT.isBound() ? CURRENT.get() : NOBODY;
    }

    /** Whose work a subscription is. */
    public static Tenant of(ContextView context) {
        return context.<Tenant>getOrEmpty(Tenant.class).orElse(NOBODY);
    }

    /** The context of a subscription that is this tenant's work. */
    public Context in(Context context) {
        return context.put(Tenant.class, this);
    }

    /** Does work for this tenant. */
    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }
}
