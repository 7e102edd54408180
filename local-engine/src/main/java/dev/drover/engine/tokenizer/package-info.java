/**
 * Text to tokens and back, as a model file's metadata says: byte-level byte pair encoding in the manner of GPT-2,
 * SentencePiece's merges by score, and BERT's word pieces. Every step takes time about linear in the text, also for hostile text, and the marks
 * of a conversation are only found where they are asked for.
 */
@NullMarked
package dev.drover.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
