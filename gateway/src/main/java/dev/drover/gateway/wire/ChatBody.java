package dev.drover.gateway.wire;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a request that came in another form, or was made here, as the body of a chat completion request. Says nothing of
 * delivery. Reasoning in earlier messages is left out: servers disagree on whether it may be there.
 */
public final class ChatBody {

    private ChatBody() {}

    /**
     * The body of a request.
     *
     * @param limitField what the limit on tokens is called: {@code max_tokens}, or {@code max_completion_tokens}
     */
    public static ObjectNode of(ChatRequest request, String limitField) {
        ObjectNode json = Json.mapper().createObjectNode().put("model", request.model());
        ArrayNode messages = json.putArray("messages");
        request.messages().forEach(message -> messages.add(message(message)));
        sampling(json, request.sampling());
        put(json, limitField, request.maxTokens());
        if (!request.stop().isEmpty()) {
            json.set("stop", Json.mapper().valueToTree(request.stop()));
        }
        options(json, request.options());
        return json;
    }

    private static void sampling(ObjectNode json, Sampling sampling) {
        put(json, "temperature", sampling.temperature());
        put(json, "top_p", sampling.topP());
        put(json, "top_k", sampling.topK());
        put(json, "min_p", sampling.minP());
        put(json, "seed", sampling.seed());
        put(json, "frequency_penalty", sampling.frequencyPenalty());
        put(json, "presence_penalty", sampling.presencePenalty());
        if (!sampling.logitBias().isEmpty()) {
            json.set("logit_bias", Json.mapper().valueToTree(sampling.logitBias()));
        }
    }

    private static void options(ObjectNode json, AnswerOptions options) {
        if (options.choices() > 1) {
            json.put("n", options.choices());
        }
        if (options.logprobs() != null) {
            json.put("logprobs", true).put("top_logprobs", options.logprobs());
        }
        put(json, "reasoning_effort", options.reasoningEffort());
        put(json, "user", options.user());
        tools(json, options.tools());
        switch (options.format()) {
            case AnswerFormat.Text text -> {
                // as without it
            }
            case AnswerFormat.Json object -> json.putObject("response_format").put("type", "json_object");
            case AnswerFormat.Schema schema -> {
                ObjectNode told = json.putObject("response_format").put("type", "json_schema").putObject("json_schema");
                told.put("name", schema.name()).put("strict", schema.strict());
                put(told, "description", schema.description());
                told.set("schema", Json.mapper().readTree(schema.schema()));
            }
            case AnswerFormat.Grammar grammar -> json.put("grammar", grammar.text());
        }
    }

    private static void tools(ObjectNode json, ToolUse use) {
        if (use.tools().isEmpty()) {
            return;
        }
        ArrayNode list = json.putArray("tools");
        for (Tool tool : use.tools()) {
            ObjectNode function = list.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            put(function, "description", tool.description());
            if (tool.schema() != null) {
                function.set("parameters", Json.mapper().readTree(tool.schema()));
            }
            if (tool.strict()) {
                function.put("strict", true);
            }
        }
        switch (use.choice()) {
            case ToolChoice.Auto auto -> {
                // as without it
            }
            case ToolChoice.None none -> json.put("tool_choice", "none");
            case ToolChoice.Required required -> json.put("tool_choice", "required");
            case ToolChoice.Named named ->
                json.putObject("tool_choice").put("type", "function").putObject("function").put("name", named.name());
        }
        if (use.parallel() != null) {
            json.put("parallel_tool_calls", use.parallel());
        }
    }

    private static JsonNode message(Message message) {
        if (message.json() != null) {
            return Json.mapper().readTree(message.json());
        }
        ObjectNode json = Json.mapper().createObjectNode().put("role", message.role());
        if (message.hasMedia()) {
            ArrayNode parts = json.putArray("content");
            message.parts().forEach(part -> part(parts, part));
        } else if (message.content().isEmpty() && !message.toolCalls().isEmpty()) {
            json.putNull("content");
        } else {
            json.put("content", message.content());
        }
        put(json, "name", message.name());
        put(json, "tool_call_id", message.toolCallId());
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = json.putArray("tool_calls");
            message.toolCalls()
                    .forEach(call -> calls.addObject()
                            .put("id", call.id())
                            .put("type", "function")
                            .putObject("function")
                            .put("name", call.name())
                            .put("arguments", call.arguments()));
        }
        return json;
    }

    private static void part(ArrayNode parts, ContentPart part) {
        switch (part) {
            case ContentPart.Text text -> parts.addObject().put("type", "text").put("text", text.text());
            case ContentPart.Image image ->
                put(parts.addObject().put("type", "image_url").putObject("image_url").put("url", image.url()), "detail",
                        image.detail());
            case ContentPart.Audio audio -> parts.addObject()
                    .put("type", "input_audio")
                    .putObject("input_audio")
                    .put("data", audio.data())
                    .put("format", audio.format());
            case ContentPart.Document document ->
                put(parts.addObject().put("type", "file").putObject("file").put("file_data", document.url()),
                        "filename", document.name());
            case ContentPart.Reasoning thought -> {
                // left out
            }
        }
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.set(field, Json.mapper().valueToTree(value));
        }
    }
}
