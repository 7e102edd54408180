/**
 * How an entry of a catalogue (a routing strategy, a deferral rule) publishes the options it takes, so that a policy can
 * be validated without knowing the entry: names, types, ranges, defaults.
 */
@NullMarked
package dev.drover.inference.option;

import org.jspecify.annotations.NullMarked;
