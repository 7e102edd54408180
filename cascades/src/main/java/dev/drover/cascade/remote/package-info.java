/**
 * Drafts of a model here, verified by one that runs elsewhere: {@link dev.drover.cascade.remote.RemoteVerification} is the
 * loop, and whoever can have a text's tokens scored is a {@link dev.drover.cascade.remote.TokenScorer}.
 */
@NullMarked
package dev.drover.cascade.remote;

import org.jspecify.annotations.NullMarked;
