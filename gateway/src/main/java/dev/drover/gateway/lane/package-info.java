/**
 * The fast lane: a second edge for chat completions over HTTP/1.1, a handler in the same Netty pipeline as the web server's.
 * Where a request is plain and everybody who may answer is behind a provider, it is read from its bytes without a tree,
 * answered through the same {@link dev.drover.gateway.ChatPipeline}, and its answer is written without a web framework. All
 * else goes on to the web server as it came.
 */
@NullMarked
package dev.drover.gateway.lane;

import org.jspecify.annotations.NullMarked;
