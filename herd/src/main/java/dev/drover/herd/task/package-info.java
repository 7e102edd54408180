/**
 * The work the herd is trained on and measured by: seeded questions of seven domains with their worked answers, and the
 * split of their contents into a part to train on, one to choose on and one to report. An item is a function of domain,
 * part, seed and index alone.
 */
@NullMarked
package dev.drover.herd.task;

import org.jspecify.annotations.NullMarked;
