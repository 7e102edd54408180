package dev.drover.inference;

import org.jspecify.annotations.Nullable;

/** A piece of a message. */
public sealed interface ContentPart {

    /**
     * Text.
     *
     * @param text possibly empty
     */
    record Text(String text) implements ContentPart {}

    /**
     * A picture.
     *
     * @param url where it is: http, https, or {@code data:} with the picture itself in base 64
     * @param detail how closely it shall be looked at, such as {@code low}; null when not said
     */
    record Image(String url, @Nullable String detail) implements ContentPart {}

    /**
     * Recorded sound.
     *
     * @param data the recording in base 64
     * @param format such as {@code wav} or {@code mp3}
     */
    record Audio(String data, String format) implements ContentPart {}

    /**
     * A document, such as a PDF.
     *
     * @param url where it is: http, https, or {@code data:} with the document itself in base 64
     * @param name its file name; null when not said
     */
    record Document(String url, @Nullable String name) implements ContentPart {}

    /**
     * What a model thought before it answered.
     *
     * @param text the thought; empty where the provider hid it
     * @param signature the provider's proof that the thought is its own; null when there is none
     */
    record Reasoning(String text, @Nullable String signature) implements ContentPart {}
}
