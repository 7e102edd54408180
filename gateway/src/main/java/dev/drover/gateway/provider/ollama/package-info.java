/** Ollama over HTTP, in its own interface. */
@NullMarked
package dev.drover.gateway.provider.ollama;

import org.jspecify.annotations.NullMarked;
