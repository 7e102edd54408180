/**
 * The access log: one line a request, when it has ended, of who asked for what, who answered and how that went. No text of
 * prompts, answers or keys is ever in it. Lines are written by a thread of their own; when it cannot follow, lines are
 * dropped and counted, and no request waits.
 */
@NullMarked
package dev.drover.gateway.log;

import org.jspecify.annotations.NullMarked;
