/**
 * From a blocking token loop to an answer. A decoding algorithm is a {@link dev.drover.inference.decode.TokenSource}:
 * plain decoding yields a token at a time, a speculative step several. {@link dev.drover.inference.decode.Generation}
 * runs one on a virtual thread and turns it into the parts of an answer: whole characters, stop texts, formats, calls of
 * tools, likelihoods, the limit on tokens, usage and cancellation are its business, so that every algorithm has them alike.
 */
@NullMarked
package dev.drover.inference.decode;

import org.jspecify.annotations.NullMarked;
