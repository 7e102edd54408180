/**
 * Responses that are kept, so that a conversation can go on from one by its id: in this process's memory, and in Redis
 * when replicas share it.
 */
@NullMarked
package dev.drover.gateway.response;

import org.jspecify.annotations.NullMarked;
