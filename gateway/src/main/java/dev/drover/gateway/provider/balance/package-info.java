/**
 * How requests are spread over the deployments of a tier: by weight, by outstanding tokens, by latency, or so that
 * requests that begin alike meet the same prefix cache. A balancer is one class and a line in
 * {@link dev.drover.gateway.provider.balance.BuiltInBalancers}.
 */
@NullMarked
package dev.drover.gateway.provider.balance;

import org.jspecify.annotations.NullMarked;
