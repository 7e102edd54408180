package dev.drover.gateway.wire;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Usage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer's parts as the server-sent events of a {@code chat.completion.chunk} stream. The end of the last
 * choice is held back until the answer is complete, so that the last chunk can carry its explanation; a provider's
 * frames are handed on as they came. Used by one thread at a time.
 */
public final class ChunkWriter implements AnswerWriter {

    /** A comment that keeps a waiting connection alive. */
    public static final String KEEP_ALIVE = ": keep-alive\n\n";

    /** The event that ends a complete stream in OpenAI's older forms. */
    public static final String DONE = "data: [DONE]\n\n";

    private final AnswerForm form;
    private final String head;
    private final String tail;
    private final Set<Integer> begun = new HashSet<>();
    private final StringBuilder heldEnd = new StringBuilder();
    private AnswerPart.@Nullable Finish held;
    private @Nullable Usage usage;
    private boolean passesOn;

    /** Begins a stream. */
    public ChunkWriter(AnswerForm form) {
        this.form = form;
        this.head = "{\"id\":" + Json.quote(form.id()) + ",\"object\":\"chat.completion.chunk\",\"created\":"
                + form.created() + ",\"model\":" + Json.quote(form.model()) + ",\"choices\":[";
        this.tail = form.includeUsage() ? "],\"usage\":null}" : "]}";
    }

    @Override
    public String write(AnswerPart part) {
        return switch (part) {
            case AnswerPart.Begin begin -> begin(begin.choice());
            case AnswerPart.Text text ->
                begin(text.choice()) + delta(text.choice(), "\"content\":" + Json.quote(text.text()), "null");
            case AnswerPart.Reasoning thought -> thought.text().isEmpty() ? ""
                    : begin(thought.choice())
                            + delta(thought.choice(), "\"reasoning_content\":" + Json.quote(thought.text()), "null");
            case AnswerPart.Refusal refusal ->
                begin(refusal.choice()) + delta(refusal.choice(), "\"refusal\":" + Json.quote(refusal.text()), "null");
            case AnswerPart.ToolCallDelta call -> begin(call.choice()) + delta(call.choice(), toolCall(call), "null");
            case AnswerPart.Logprobs logprobs ->
                begin(logprobs.choice()) + delta(logprobs.choice(), "", logprobs.json());
            case AnswerPart.Finish finish -> hold(finish);
            case AnswerPart.Frame frame -> {
                passesOn = true;
                yield event(frame.data());
            }
            case Usage used -> {
                usage = used;
                yield "";
            }
            case AnswerPart.Facts facts -> "";
        };
    }

    @Override
    public String end() {
        if (passesOn) {
            return DONE;
        }
        boolean usageLast = form.includeUsage() && usage != null;
        Map<String, Object> explanation = form.explanation().get();
        String drover = explanation.isEmpty() ? "" : ",\"drover\":" + Json.mapper().writeValueAsString(explanation);
        StringBuilder out = new StringBuilder(heldEnd);
        if (held != null) {
            out.append(finish(held, usageLast ? "" : drover));
        }
        if (usageLast && usage != null) {
            out.append(event(head + "],\"usage\":" + WholeAnswer.usageJson(usage) + drover + "}"));
        }
        return out.append(DONE).toString();
    }

    /** The event that ends an answer which failed after it had begun. Nothing may follow it. */
    public static String failure(InferenceFailure failure) {
        return failure(ErrorObject.of(failure));
    }

    /** The event that ends an answer which failed after it had begun. Nothing may follow it. */
    public static String failure(ErrorObject error) {
        return "event: error\n" + event(error.json());
    }

    private String begin(int choice) {
        return begun.add(choice) ? delta(choice, "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null", "null")
                : "";
    }

    private String hold(AnswerPart.Finish finish) {
        String begin = begin(finish.choice());
        if (held != null) {
            heldEnd.append(finish(held, ""));
        }
        held = finish;
        return begin;
    }

    private String finish(AnswerPart.Finish finish, String extra) {
        return event(head + "{\"index\":" + finish.choice() + ",\"delta\":{},\"logprobs\":null,\"finish_reason\":"
                + Json.quote(finish.reason()) + "}" + tail.substring(0, tail.length() - 1) + extra + "}");
    }

    private String delta(int choice, String fields, String logprobs) {
        return event(head + "{\"index\":" + choice + ",\"delta\":{" + fields + "},\"logprobs\":" + logprobs
                + ",\"finish_reason\":null}" + tail);
    }

    private static String toolCall(AnswerPart.ToolCallDelta call) {
        StringBuilder json = new StringBuilder("\"tool_calls\":[{\"index\":").append(call.call());
        if (call.id() != null) {
            json.append(",\"id\":").append(Json.quote(call.id())).append(",\"type\":\"function\"");
        }
        json.append(",\"function\":{");
        if (call.name() != null) {
            json.append("\"name\":").append(Json.quote(call.name())).append(',');
        }
        return json.append("\"arguments\":").append(Json.quote(call.arguments())).append("}}]").toString();
    }

    /** An event's data, framed, however many lines it has. */
    public static String event(String data) {
        if (data.indexOf('\n') < 0 && data.indexOf('\r') < 0) {
            return "data: " + data + "\n\n";
        }
        StringBuilder out = new StringBuilder();
        data.lines().forEach(line -> out.append("data: ").append(line).append('\n'));
        return out.append('\n').toString();
    }
}
