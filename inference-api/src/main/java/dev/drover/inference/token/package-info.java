/**
 * Models at the level of tokens, which only models that run in this process have: distributions can be read, sequences
 * extended, cut back and forked. {@link dev.drover.inference.token.TokenSequence#extend} is the only verb: plain
 * decoding, prefill and the scoring of a draft are all calls of it. Also the tables every decoding algorithm needs: how
 * logits become a {@link dev.drover.inference.token.Shaping shaped} distribution and how a token is drawn from it.
 */
@NullMarked
package dev.drover.inference.token;

import org.jspecify.annotations.NullMarked;
