package dev.drover.gateway.wire.completion;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.WholeAnswer;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers the texts that continue prompts into one {@code text_completion}. */
final class WholeCompletion implements AnswerWriter {

    private final AnswerForm form;
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private @Nullable Usage usage;
    private @Nullable String passedOn;

    private static final class Choice {

        private final StringBuilder text = new StringBuilder();
        private @Nullable TokenLogprobs logprobs;
        private @Nullable String reason;
    }

    WholeCompletion(AnswerForm form) {
        this.form = form;
    }

    @Override
    public String write(AnswerPart part) {
        switch (part) {
            case AnswerPart.Begin begin -> choice(begin.choice());
            case AnswerPart.Text text -> choice(text.choice()).text.append(text.text());
            case AnswerPart.Refusal refusal -> choice(refusal.choice()).text.append(refusal.text());
            case AnswerPart.Logprobs logprobs -> {
                Choice choice = choice(logprobs.choice());
                TokenLogprobs more = TokenLogprobs.of(logprobs.json());
                choice.logprobs = choice.logprobs == null ? more : choice.logprobs.and(more);
            }
            case AnswerPart.Finish finish -> choice(finish.choice()).reason = reason(finish);
            case AnswerPart.Frame frame -> passedOn = frame.data();
            case Usage used -> usage = used;
            case AnswerPart.Reasoning thought -> {
                // a completion has no place for it
            }
            case AnswerPart.ToolCallDelta call -> {
                // nobody could ask for one
            }
            case AnswerPart.Facts facts -> {
                // told by the explanation
            }
        }
        return "";
    }

    private Choice choice(int index) {
        return choices.computeIfAbsent(index, absent -> new Choice());
    }

    /** Why a text ended, in the words that completions know. */
    static String reason(AnswerPart.Finish finish) {
        return finish.reason().equals("tool_calls") ? "stop" : finish.reason();
    }

    @Override
    public String end() {
        if (passedOn != null) {
            return passedOn;
        }
        ObjectNode body = Json.mapper().createObjectNode().put("id", form.id()).put("object", "text_completion");
        body.put("created", form.created()).put("model", form.model());
        ArrayNode list = body.putArray("choices");
        choices.forEach((index, choice) -> {
            ObjectNode json = list.addObject().put("text", choice.text.toString()).put("index", index);
            json.set("logprobs", choice.logprobs == null ? Json.mapper().nullNode() : choice.logprobs.json());
            json.put("finish_reason", choice.reason == null ? "stop" : choice.reason);
        });
        if (usage != null) {
            body.set("usage", WholeAnswer.usageJson(usage));
        }
        Map<String, Object> explanation = form.explanation().get();
        if (!explanation.isEmpty()) {
            body.set("drover", Json.mapper().valueToTree(explanation));
        }
        return body.toString();
    }
}
