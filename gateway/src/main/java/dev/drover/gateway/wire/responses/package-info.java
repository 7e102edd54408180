/**
 * OpenAI's responses: requests whose input is a list of items, answers that are items too, and conversations that go on
 * from a stored response.
 */
@NullMarked
package dev.drover.gateway.wire.responses;

import org.jspecify.annotations.NullMarked;
