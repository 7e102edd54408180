/**
 * The routing strategies. Each is one public class, listed in {@link dev.drover.router.strategy.BuiltInStrategies}; one
 * from elsewhere implements {@link dev.drover.router.strategy.StrategyEntry}.
 */
@NullMarked
package dev.drover.router.strategy;

import org.jspecify.annotations.NullMarked;
