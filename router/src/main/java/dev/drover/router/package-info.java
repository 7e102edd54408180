/**
 * The words of routing: a {@link dev.drover.router.RoutingStrategy} looks at a {@link dev.drover.router.RoutingRequest},
 * a conversation and the {@link dev.drover.router.Candidate}s that may answer it, and gives a
 * {@link dev.drover.router.RoutingDecision} that carries its reasons. Strategies live in {@code strategy}, the learned
 * prediction of quality in {@code quality}, measuring a router in {@code evaluation}.
 */
@NullMarked
package dev.drover.router;

import org.jspecify.annotations.NullMarked;
