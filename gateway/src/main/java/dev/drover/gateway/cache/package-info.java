/**
 * Answers kept for requests that come again, word for word: in this process, and in Redis where replicas share it. Only
 * complete answers that would come out the same again are kept.
 */
@NullMarked
package dev.drover.gateway.cache;

import org.jspecify.annotations.NullMarked;
