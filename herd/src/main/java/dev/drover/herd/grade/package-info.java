/** How answers are marked: the final answer exactly, the steps of the working one by one, and what guessing would give. */
@NullMarked
package dev.drover.herd.grade;

import org.jspecify.annotations.NullMarked;
