/**
 * Who drafts for a large model. A {@link dev.drover.cascade.drafter.Drafter} opens a sequence for each answer, which says how
 * the next token is distributed in its view: a small model does ({@link dev.drover.cascade.drafter.ModelDrafter}), the large
 * one's first layers do ({@link dev.drover.cascade.drafter.FirstLayersDrafter}), and so does the text itself, by what followed
 * the last time ({@link dev.drover.cascade.drafter.LookupDrafter}). The loop and the rules are the same for all, and so is the
 * law of what is emitted.
 */
@NullMarked
package dev.drover.cascade.drafter;

import org.jspecify.annotations.NullMarked;
