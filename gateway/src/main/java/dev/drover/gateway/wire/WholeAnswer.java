package dev.drover.gateway.wire;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gathers an answer's parts into one {@code chat.completion} object. A provider's whole completion is handed on as it
 * came. Used by one thread at a time.
 */
public final class WholeAnswer implements AnswerWriter {

    private final AnswerForm form;
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private @Nullable Usage usage;
    private @Nullable String passedOn;

    /** Begins an answer. */
    public WholeAnswer(AnswerForm form) {
        this.form = form;
    }

    @Override
    public String write(AnswerPart part) {
        add(part);
        return "";
    }

    @Override
    public String end() {
        return json();
    }

    /** Adds a part; returns this. */
    public WholeAnswer add(AnswerPart part) {
        switch (part) {
            case AnswerPart.Text text -> choice(text.choice()).content.append(text.text());
            case AnswerPart.Reasoning thought -> choice(thought.choice()).reasoning.append(thought.text());
            case AnswerPart.Refusal refusal -> choice(refusal.choice()).refusal.append(refusal.text());
            case AnswerPart.ToolCallDelta call -> choice(call.choice()).add(call);
            case AnswerPart.Logprobs logprobs -> choice(logprobs.choice()).add(logprobs);
            case AnswerPart.Finish finish -> choice(finish.choice()).reason = finish.reason();
            case AnswerPart.Begin begin -> choice(begin.choice());
            case AnswerPart.Frame frame -> passedOn = frame.data();
            case Usage used -> usage = used;
            case AnswerPart.Facts facts -> {
                // told by the explanation
            }
        }
        return this;
    }

    /** The body. */
    public String json() {
        if (passedOn != null) {
            return passedOn;
        }
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("id", form.id()).put("object", "chat.completion").put("created", form.created());
        body.put("model", form.model());
        ArrayNode list = body.putArray("choices");
        choices.forEach((index, choice) -> choice.write(list.addObject().put("index", index)));
        if (usage != null) {
            body.set("usage", usageJson(usage));
        }
        Map<String, Object> explanation = form.explanation().get();
        if (!explanation.isEmpty()) {
            body.set("drover", Json.mapper().valueToTree(explanation));
        }
        return body.toString();
    }

    private Choice choice(int index) {
        return choices.computeIfAbsent(index, absent -> new Choice());
    }

    /** What was used, as OpenAI's forms tell it. */
    public static ObjectNode usageJson(Usage usage) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("prompt_tokens", usage.promptTokens()).put("completion_tokens", usage.completionTokens());
        json.put("total_tokens", usage.totalTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        if (usage.reasoningTokens() > 0) {
            json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        }
        return json;
    }

    private static final class Choice {

        private final StringBuilder content = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();
        private final Map<Integer, ToolCall> calls = new TreeMap<>();
        private final ArrayNode logprobs = Json.mapper().createArrayNode();
        private @Nullable String reason;

        void add(AnswerPart.ToolCallDelta delta) {
            ToolCall call = calls.computeIfAbsent(delta.call(), absent -> new ToolCall());
            call.id = delta.id() != null ? delta.id() : call.id;
            call.name = delta.name() != null ? delta.name() : call.name;
            call.arguments.append(delta.arguments());
        }

        void add(AnswerPart.Logprobs part) {
            Json.mapper().readTree(part.json()).path("content").forEach(logprobs::add);
        }

        void write(ObjectNode json) {
            ObjectNode message = json.putObject("message").put("role", "assistant");
            if (content.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty())) {
                message.putNull("content");
            } else {
                message.put("content", content.toString());
            }
            message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
            if (!reasoning.isEmpty()) {
                message.put("reasoning_content", reasoning.toString());
            }
            if (!calls.isEmpty()) {
                ArrayNode list = message.putArray("tool_calls");
                calls.values().forEach(call -> call.write(list.addObject()));
            }
            if (logprobs.isEmpty()) {
                json.putNull("logprobs");
            } else {
                json.putObject("logprobs").set("content", logprobs);
            }
            json.put("finish_reason", reason == null ? "stop" : reason);
        }
    }

    private static final class ToolCall {

        private @Nullable String id;
        private @Nullable String name;
        private final StringBuilder arguments = new StringBuilder();

        void write(ObjectNode json) {
            json.put("id", id == null ? "" : id).put("type", "function");
            json.putObject("function").put("name", name == null ? "" : name).put("arguments", arguments.toString());
        }
    }
}
