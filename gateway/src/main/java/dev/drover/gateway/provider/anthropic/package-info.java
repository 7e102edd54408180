/** Anthropic's messages over HTTP. */
@NullMarked
package dev.drover.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
