/**
 * Answers whose points are written at the same time: {@link dev.drover.cascade.skeleton.SkeletonOfThought} is a model client
 * over another one.
 */
@NullMarked
package dev.drover.cascade.skeleton;

import org.jspecify.annotations.NullMarked;
