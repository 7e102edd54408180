/** Google's Gemini over HTTP. */
@NullMarked
package dev.drover.gateway.provider.gemini;

import org.jspecify.annotations.NullMarked;
