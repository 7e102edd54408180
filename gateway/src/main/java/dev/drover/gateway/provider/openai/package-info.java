/** Providers that speak OpenAI's chat completions over HTTP: the original and the many servers that follow it. */
@NullMarked
package dev.drover.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
