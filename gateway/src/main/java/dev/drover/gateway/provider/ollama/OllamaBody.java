package dev.drover.gateway.provider.ollama;

import dev.drover.gateway.wire.Arguments;
import dev.drover.gateway.wire.ChatBody;
import dev.drover.gateway.wire.DataUrl;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolCall;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request in Ollama's form. */
final class OllamaBody {

    private OllamaBody() {}

    static ObjectNode of(ChatRequest request) {
        ObjectNode json = Json.mapper().createObjectNode().put("model", request.model()).put("stream", true);
        ArrayNode messages = json.putArray("messages");
        Map<String, String> names = new HashMap<>();
        request.messages().forEach(message -> message(messages.addObject(), message, names));
        if (request.options().tools().wanted()) {
            json.set("tools", ChatBody.of(request, "max_tokens").path("tools"));
        }
        switch (request.options().format()) {
            case AnswerFormat.Text text -> {
                // as without it
            }
            case AnswerFormat.Json object -> json.put("format", "json");
            case AnswerFormat.Schema schema -> json.set("format", Json.mapper().readTree(schema.schema()));
            case AnswerFormat.Grammar grammar -> {
                // refused before
            }
        }
        String effort = request.options().reasoningEffort();
        if (effort != null) {
            json.put("think", !effort.equals("none"));
        }
        ObjectNode options = options(request);
        if (!options.isEmpty()) {
            json.set("options", options);
        }
        return json;
    }

    private static ObjectNode options(ChatRequest request) {
        ObjectNode options = Json.mapper().createObjectNode();
        Sampling sampling = request.sampling();
        put(options, "temperature", sampling.temperature());
        put(options, "top_p", sampling.topP());
        put(options, "top_k", sampling.topK());
        put(options, "min_p", sampling.minP());
        put(options, "seed", sampling.seed());
        put(options, "frequency_penalty", sampling.frequencyPenalty());
        put(options, "presence_penalty", sampling.presencePenalty());
        put(options, "num_predict", request.maxTokens());
        if (!request.stop().isEmpty()) {
            options.set("stop", Json.mapper().valueToTree(request.stop()));
        }
        return options;
    }

    private static void message(ObjectNode json, Message message, Map<String, String> names) {
        String role = message.role().equals("developer") ? "system" : message.role();
        json.put("role", role).put("content", message.content());
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.Image image) {
                ArrayNode images = json.get("images") instanceof ArrayNode given ? given : json.putArray("images");
                images.add(DataUrl.of(image.url()).orElseThrow().base64());
            }
        }
        if (message.toolCallId() != null) {
            json.put("tool_name", names.getOrDefault(message.toolCallId(), message.toolCallId()));
        }
        for (ToolCall call : message.toolCalls()) {
            names.put(call.id(), call.name());
            ArrayNode calls = json.get("tool_calls") instanceof ArrayNode given ? given : json.putArray("tool_calls");
            calls.addObject()
                    .putObject("function")
                    .put("name", call.name())
                    .set("arguments", Arguments.object(call.arguments()));
        }
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.set(field, Json.mapper().valueToTree(value));
        }
    }
}
