/**
 * Two models that answer as one: a small one drafts, a large one verifies, and a deferral rule says whose word holds.
 * {@link dev.drover.cascade.Cascades} makes such a pair a model client;
 * {@link dev.drover.cascade.SpeculativeDecoding} is the loop behind it, over any two token models that share their
 * tokens; the rules are in {@code rule}, those who draft in {@code drafter}, and cascades of whole answers in {@code sequence}.
 */
@NullMarked
package dev.drover.cascade;

import org.jspecify.annotations.NullMarked;
