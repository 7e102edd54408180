package dev.drover.gateway.wire.completion;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.WholeAnswer;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the texts that continue prompts as server-sent events. The last one carries the answer's explanation. */
final class CompletionStream implements AnswerWriter {

    private final AnswerForm form;
    private final String head;
    private final StringBuilder ends = new StringBuilder();
    private AnswerPart.@Nullable Finish held;
    private @Nullable Usage usage;
    private boolean passesOn;

    CompletionStream(AnswerForm form) {
        this.form = form;
        this.head = "{\"id\":" + Json.quote(form.id()) + ",\"object\":\"text_completion\",\"created\":" + form.created()
                + ",\"model\":" + Json.quote(form.model()) + ",\"choices\":[";
    }

    @Override
    public String write(AnswerPart part) {
        return switch (part) {
            case AnswerPart.Text text -> chunk(text.choice(), Json.quote(text.text()), "null", "null", "");
            case AnswerPart.Refusal refusal -> chunk(refusal.choice(), Json.quote(refusal.text()), "null", "null", "");
            case AnswerPart.Logprobs logprobs ->
                chunk(logprobs.choice(), "\"\"", TokenLogprobs.of(logprobs.json()).json().toString(), "null", "");
            case AnswerPart.Finish finish -> {
                if (held != null) {
                    ends.append(end(held, ""));
                }
                held = finish;
                yield "";
            }
            case AnswerPart.Frame frame -> {
                passesOn = true;
                yield ChunkWriter.event(frame.data());
            }
            case Usage used -> {
                usage = used;
                yield "";
            }
            case AnswerPart.Begin begin -> "";
            case AnswerPart.Reasoning thought -> "";
            case AnswerPart.ToolCallDelta call -> "";
            case AnswerPart.Facts facts -> "";
        };
    }

    @Override
    public String end() {
        if (passesOn) {
            return ChunkWriter.DONE;
        }
        Map<String, Object> explanation = form.explanation().get();
        String drover = explanation.isEmpty() ? "" : ",\"drover\":" + Json.mapper().writeValueAsString(explanation);
        boolean usageLast = form.includeUsage() && usage != null;
        StringBuilder out = new StringBuilder(ends);
        if (held != null) {
            out.append(end(held, usageLast ? "" : drover));
        }
        if (usageLast && usage != null) {
            out.append(ChunkWriter.event(head + "],\"usage\":" + WholeAnswer.usageJson(usage) + drover + "}"));
        }
        return out.append(ChunkWriter.DONE).toString();
    }

    private String end(AnswerPart.Finish finish, String more) {
        return chunk(finish.choice(), "\"\"", "null", Json.quote(WholeCompletion.reason(finish)), more);
    }

    private String chunk(int choice, String text, String logprobs, String reason, String more) {
        return ChunkWriter.event(head + "{\"text\":" + text + ",\"index\":" + choice + ",\"logprobs\":" + logprobs
                + ",\"finish_reason\":" + reason + "}]" + more + "}");
    }
}
