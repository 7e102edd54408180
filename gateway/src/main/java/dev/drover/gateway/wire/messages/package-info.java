/**
 * Anthropic's messages: requests are read into the same form as all others, and answers are written as a message or as
 * the events that build one.
 */
@NullMarked
package dev.drover.gateway.wire.messages;

import org.jspecify.annotations.NullMarked;
