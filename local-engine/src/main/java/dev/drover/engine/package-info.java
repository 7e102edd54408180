/**
 * Language models that run inside the process. {@link dev.drover.engine.LocalEngine} opens model files and owns the
 * threads that compute; {@link dev.drover.engine.LocalModel} is one of them at the level of tokens, and
 * {@link dev.drover.engine.LocalModelClient} answers chat requests with it. Everything else is reached through these.
 */
@NullMarked
package dev.drover.engine;

import org.jspecify.annotations.NullMarked;
