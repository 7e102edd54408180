/**
 * The catalogue of deferral rules: what decides, position by position, whether the small or the large model's word
 * holds. A {@link dev.drover.cascade.rule.DeferralRule} is the entry with its name and options, a
 * {@link dev.drover.cascade.rule.Deferral} the rule with its leniency set, and a
 * {@link dev.drover.cascade.rule.Position} what it looks at. {@link dev.drover.cascade.rule.BuiltInRules} lists them;
 * a new rule is one class and one line there.
 *
 * <p>
 * Notation, throughout: {@code q} is the small model's next-token distribution, {@code p} the large one's, both shaped
 * (temperature, top-k, top-p); {@code q~} and {@code p~} are the same before shaping, and only confidence is read from
 * them; {@code D(p,q)} is the total variation distance; {@code a} is the leniency, {@code pi} the distribution that is
 * emitted. Source: Narasimhan et al., "Faster Cascades via Speculative Decoding", ICLR 2025 (arXiv 2405.19261);
 * equation numbers are its own.
 */
@NullMarked
package dev.drover.cascade.rule;

import org.jspecify.annotations.NullMarked;
