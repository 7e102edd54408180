/**
 * Cascades of whole answers, for models whose tokens nobody here can verify: a weak model begins, what it says is held back
 * until it is judged, and then either it is committed to or a strong model answers instead. A
 * {@link dev.drover.cascade.sequence.SequenceCascade} is a model client of two others, wherever those run;
 * {@link dev.drover.cascade.sequence.Calibration} finds the threshold that meets a target on recorded answers.
 */
@NullMarked
package dev.drover.cascade.sequence;

import org.jspecify.annotations.NullMarked;
