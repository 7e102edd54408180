package dev.drover.engine.tokenizer;

/** Text without special tokens to tokens. Safe for use by many threads. */
interface TextEncoder {

    /** Adds the tokens of a text that is not empty and has no lone surrogates. */
    void encode(String text, TokenList target);
}
