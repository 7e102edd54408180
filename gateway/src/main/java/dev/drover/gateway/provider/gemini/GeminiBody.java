package dev.drover.gateway.provider.gemini;

import dev.drover.gateway.wire.Arguments;
import dev.drover.gateway.wire.DataUrl;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request in Gemini's form. What the system says, wherever it stands, goes before the conversation. */
final class GeminiBody {

    private GeminiBody() {}

    static ObjectNode of(ChatRequest request) {
        ObjectNode json = prompt(request);
        ObjectNode config = Json.mapper().createObjectNode();
        sampling(config, request.sampling());
        put(config, "maxOutputTokens", request.maxTokens());
        if (!request.stop().isEmpty()) {
            config.set("stopSequences", Json.mapper().valueToTree(request.stop()));
        }
        switch (request.options().format()) {
            case AnswerFormat.Text text -> {
                // as without it
            }
            case AnswerFormat.Json object -> config.put("responseMimeType", "application/json");
            case AnswerFormat.Schema schema -> config.put("responseMimeType", "application/json")
                    .set("responseJsonSchema", Json.mapper().readTree(schema.schema()));
            case AnswerFormat.Grammar grammar -> {
                // refused before
            }
        }
        thinking(config, request.options().reasoningEffort());
        if (!config.isEmpty()) {
            json.set("generationConfig", config);
        }
        return json;
    }

    /** What of a request the model reads. */
    static ObjectNode prompt(ChatRequest request) {
        ObjectNode json = Json.mapper().createObjectNode();
        ArrayNode system = Json.mapper().createArrayNode();
        ArrayNode contents = Json.mapper().createArrayNode();
        Map<String, String> names = new HashMap<>();
        for (Message message : request.messages()) {
            switch (message.role()) {
                case "system", "developer" -> parts(system, message.parts());
                case "tool", "function" -> result(turn(contents, "user"), message, names);
                case "assistant" -> assistant(contents, message, names);
                default -> parts(turn(contents, "user"), message.parts());
            }
        }
        if (!system.isEmpty()) {
            json.putObject("systemInstruction").set("parts", system);
        }
        json.set("contents", contents);
        tools(json, request.options().tools());
        return json;
    }

    private static ArrayNode turn(ArrayNode contents, String role) {
        if (!contents.isEmpty() && contents.path(contents.size() - 1).path("role").asString().equals(role)) {
            return (ArrayNode) contents.path(contents.size() - 1).path("parts");
        }
        return contents.addObject().put("role", role).putArray("parts");
    }

    private static void assistant(ArrayNode contents, Message message, Map<String, String> names) {
        if (message.parts().isEmpty() && message.toolCalls().isEmpty()) {
            return;
        }
        ArrayNode parts = turn(contents, "model");
        parts(parts, message.parts());
        for (ToolCall call : message.toolCalls()) {
            CallId id = CallId.read(call.id());
            names.put(call.id(), call.name());
            ObjectNode part = parts.addObject();
            put(part, "thoughtSignature", id.signature());
            part.putObject("functionCall").put("name", call.name()).set("args", Arguments.object(call.arguments()));
        }
    }

    /** A tool's result; one that is no JSON object is told under the name {@code result}. */
    private static void result(ArrayNode parts, Message message, Map<String, String> names) {
        String id = message.toolCallId() == null ? "" : message.toolCallId();
        String told = message.content();
        ObjectNode read = told.strip().startsWith("{") ? Arguments.object(told)
                : Json.mapper().createObjectNode().put("result", told);
        parts.addObject().putObject("functionResponse").put("name", names.getOrDefault(id, id)).set("response", read);
    }

    private static void parts(ArrayNode parts, List<ContentPart> content) {
        for (ContentPart part : content) {
            switch (part) {
                case ContentPart.Text text -> parts.addObject().put("text", text.text());
                case ContentPart.Image image -> data(parts.addObject(), image.url(), "image/*");
                case ContentPart.Document document -> data(parts.addObject(), document.url(), "application/pdf");
                case ContentPart.Audio audio -> parts.addObject()
                        .putObject("inlineData")
                        .put("mimeType", "audio/" + audio.format())
                        .put("data", audio.data());
                case ContentPart.Reasoning thought -> {
                    // thoughts stay with the one who thought them
                }
            }
        }
    }

    private static void data(ObjectNode part, String url, String type) {
        DataUrl.of(url)
                .ifPresentOrElse(
                        data -> part.putObject("inlineData").put("mimeType", data.type()).put("data", data.base64()),
                        () -> part.putObject("fileData").put("mimeType", type).put("fileUri", url));
    }

    private static void sampling(ObjectNode config, Sampling sampling) {
        put(config, "temperature", sampling.temperature());
        put(config, "topP", sampling.topP());
        Integer topK = sampling.topK();
        put(config, "topK", topK == null || topK == 0 ? null : topK);
        Long seed = sampling.seed();
        put(config, "seed", seed == null ? null : Integer.valueOf(Long.hashCode(seed)));
        put(config, "frequencyPenalty", sampling.frequencyPenalty());
        put(config, "presencePenalty", sampling.presencePenalty());
    }

    private static void thinking(ObjectNode config, @Nullable String effort) {
        if (effort == null) {
            return;
        }
        int budget = switch (effort) {
            case "none" -> 0;
            case "minimal" -> 512;
            case "low" -> 1_024;
            case "medium" -> 8_192;
            default -> 24_576;
        };
        config.putObject("thinkingConfig").put("thinkingBudget", budget).put("includeThoughts", budget > 0);
    }

    private static void tools(ObjectNode json, ToolUse use) {
        if (use.tools().isEmpty()) {
            return;
        }
        ArrayNode list = json.putArray("tools").addObject().putArray("functionDeclarations");
        for (Tool tool : use.tools()) {
            ObjectNode each = list.addObject().put("name", tool.name());
            put(each, "description", tool.description());
            if (tool.schema() != null) {
                each.set("parametersJsonSchema", Json.mapper().readTree(tool.schema()));
            }
        }
        ObjectNode calling = Json.mapper().createObjectNode();
        switch (use.choice()) {
            case ToolChoice.Auto auto -> { return; }
            case ToolChoice.None none -> calling.put("mode", "NONE");
            case ToolChoice.Required required -> calling.put("mode", "ANY");
            case ToolChoice.Named named ->
                calling.put("mode", "ANY").putArray("allowedFunctionNames").add(named.name());
        }
        json.putObject("toolConfig").set("functionCallingConfig", calling);
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.set(field, Json.mapper().valueToTree(value));
        }
    }
}
