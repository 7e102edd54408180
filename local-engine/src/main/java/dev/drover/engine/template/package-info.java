/**
 * Chat templates: a small evaluator of the Jinja dialect that model files carry, set up as Hugging Face sets it up. Every
 * string remembers which of its characters the template wrote and which came from a conversation, so that only the
 * template's own marks become control tokens: a user who types {@code <|end|>} has typed seven ordinary characters.
 */
@NullMarked
package dev.drover.engine.template;

import org.jspecify.annotations.NullMarked;
