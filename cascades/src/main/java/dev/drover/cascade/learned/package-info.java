/**
 * What is learned of a pair of models and used by deferral rules: how far their confidences can be trusted
 * ({@link dev.drover.cascade.learned.PairCalibration}), and which of them is more likely right at a position
 * ({@link dev.drover.cascade.learned.DeferralHead}). Both are fitted on texts whose next tokens are known, by
 * {@link dev.drover.cascade.learned.PairFit}, and kept in small JSON files.
 */
@NullMarked
package dev.drover.cascade.learned;

import org.jspecify.annotations.NullMarked;
