/**
 * How people say things: a small context-free grammar whose rules are text resources, and the disguises (case, missing
 * marks, typing errors, stray words) that a question wears on its way to a model.
 */
@NullMarked
package dev.drover.herd.phrasing;

import org.jspecify.annotations.NullMarked;
