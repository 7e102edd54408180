package dev.drover.inference;

/** The forms in which applications ask and providers are asked. */
public enum ApiForm {
    /** OpenAI's chat completions. */
    CHAT,
    /** OpenAI's completions, which continue a text. */
    COMPLETION,
    /** Anthropic's messages. */
    MESSAGES,
    /** OpenAI's responses. */
    RESPONSES
}
