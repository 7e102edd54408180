/**
 * What each bundled model reads while it trains: items of the tasks laid out as documents, in proportions that make the
 * models differ as intended. Also the tools around it: training the tokenizer, fingerprinting the generators, printing
 * samples.
 */
@NullMarked
package dev.drover.herd.mixture;

import org.jspecify.annotations.NullMarked;
