/**
 * The command line: one class a verb, listed in {@link dev.drover.gateway.command.Commands}. Spring is started for
 * {@code serve} alone.
 */
@NullMarked
package dev.drover.gateway.command;

import org.jspecify.annotations.NullMarked;
