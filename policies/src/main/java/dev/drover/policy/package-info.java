/**
 * The documents that govern requests. A {@link dev.drover.policy.Model} says where a model runs and what it costs, a
 * {@link dev.drover.policy.RoutePolicy} says which requests it governs and how they are routed, cascaded and cached.
 * {@link dev.drover.policy.PolicyReader} reads and validates a folder of them as a whole, with every problem in one
 * report; {@link dev.drover.policy.PolicyFolder} keeps the result up to date while the files change; and
 * {@link dev.drover.policy.PolicySet} answers which of them a request belongs to.
 */
@NullMarked
package dev.drover.policy;

import org.jspecify.annotations.NullMarked;
