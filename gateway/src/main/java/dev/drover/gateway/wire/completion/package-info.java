/** OpenAI's completions, which continue a text: older than chats, and still what evaluations and code editors ask for. */
@NullMarked
package dev.drover.gateway.wire.completion;

import org.jspecify.annotations.NullMarked;
