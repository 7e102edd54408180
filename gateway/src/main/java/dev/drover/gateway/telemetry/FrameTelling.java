package dev.drover.gateway.telemetry;

import org.jspecify.annotations.Nullable;

/** Reads single values out of a provider's frames where they stand, for spans; nothing of a text is ever read. */
final class FrameTelling {

    private static final int LONGEST = 200;

    private FrameTelling() {}

    /** Why the answer in a frame ended, as OpenAI's and Anthropic's forms tell it; null when it does not say. */
    static @Nullable String finish(String frame) {
        String openAi = text(frame, "\"finish_reason\":");
        return openAi != null ? openAi : text(frame, "\"stop_reason\":");
    }

    /** The model that a frame names; null when it names none. */
    static @Nullable String model(String frame) {
        return text(frame, "\"model\":");
    }

    /** The first id that a frame carries, its own; null when it carries none. */
    static @Nullable String id(String frame) {
        return text(frame, "\"id\":");
    }

    /** The short text behind a name with its colon. Names inside of texts do not match: their quotes are escaped. */
    private static @Nullable String text(String frame, String name) {
        int at = frame.indexOf(name);
        if (at < 0) {
            return null;
        }
        int from = at + name.length();
        while (from < frame.length() && frame.charAt(from) == ' ') {
            from++;
        }
        if (from >= frame.length() || frame.charAt(from) != '"') {
            return null;
        }
        int to = frame.indexOf('"', from + 1);
        return to < 0 || to - from > LONGEST || frame.lastIndexOf('\\', to) > from ? null
                : frame.substring(from + 1, to);
    }
}
