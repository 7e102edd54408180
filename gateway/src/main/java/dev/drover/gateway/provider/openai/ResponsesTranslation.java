package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.transport.Translation;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's responses. Items that only clients of this form understand, such as those of tools that the provider runs, are
 * left out of an answer that is taken apart. An answer is complete when its last event tells the response whole.
 */
final class ResponsesTranslation implements Translation {

    /** Events after which a client has seen nothing yet. */
    private static final Set<String> BEGINNINGS = Set.of("response.created", "response.queued", "response.in_progress",
            "response.output_item.added", "response.content_part.added", "keepalive", "");
    private static final Set<String> BUSY = Set.of("rate_limit_exceeded", "server_is_overloaded", "slow_down");

    private final Map<Integer, Integer> calls = new HashMap<>();

    @Override
    public Seen message(String data, boolean apart) {
        JsonNode event = Json.object(data);
        String type = event.path("type").asString("");
        return switch (type) {
            case "response.completed", "response.incomplete" -> ended(event.path("response"), true, List.of());
            case "response.failed" -> Seen.error(error(event.path("response").path("error")));
            case "error" -> Seen.error(error(event.path("error").isObject() ? event.path("error") : event));
            default ->
                new Seen(!BEGINNINGS.contains(type), false, false, null, null, apart ? parts(type, event) : List.of());
        };
    }

    @Override
    public Seen whole(String body, boolean apart) {
        JsonNode response = Json.object(body);
        JsonNode error = response.path("error");
        if (error.isObject()) {
            return Seen.error(error(error));
        }
        if (!response.path("output").isArray()) {
            throw new IllegalArgumentException("no list output (expected: a response)");
        }
        List<AnswerPart> parts = new ArrayList<>(List.of(begin(response)));
        for (int i = 0; i < response.path("output").size(); i++) {
            item(i, response.path("output").path(i), parts);
        }
        return ended(response, false, parts);
    }

    @Override
    public boolean complete(boolean done) {
        return done;
    }

    private static AnswerPart begin(JsonNode response) {
        return new AnswerPart.Begin(0, response.path("model").asString(""));
    }

    private List<AnswerPart> parts(String type, JsonNode event) {
        int place = event.path("output_index").asInt(0);
        String delta = event.path("delta").asString("");
        return switch (type) {
            case "response.created" -> List.of(begin(event.path("response")));
            case "response.output_text.delta" -> delta.isEmpty() ? List.of() : List.of(new AnswerPart.Text(0, delta));
            case "response.refusal.delta" -> delta.isEmpty() ? List.of() : List.of(new AnswerPart.Refusal(0, delta));
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
                delta.isEmpty() ? List.of() : List.of(new AnswerPart.Reasoning(0, delta));
            case "response.output_item.added" -> called(place, event.path("item"), "");
            case "response.output_item.done" -> proof(event.path("item"));
            case "response.function_call_arguments.delta" -> argued(calls.get(place), delta);
            default -> List.of();
        };
    }

    private static List<AnswerPart> argued(@Nullable Integer call, String piece) {
        return call == null || piece.isEmpty() ? List.of()
                : List.of(new AnswerPart.ToolCallDelta(0, call, null, null, piece));
    }

    private List<AnswerPart> called(int place, JsonNode item, String arguments) {
        if (!item.path("type").asString("").equals("function_call")) {
            return List.of();
        }
        int call = calls.computeIfAbsent(place, absent -> calls.size());
        return List.of(new AnswerPart.ToolCallDelta(0, call, item.path("call_id").asString(""),
                item.path("name").asString(""), arguments));
    }

    /** The proof of a thought that has ended. */
    private static List<AnswerPart> proof(JsonNode item) {
        String proof = item.path("encrypted_content").asString("");
        return proof.isEmpty() ? List.of() : List.of(new AnswerPart.Reasoning(0, "", proof));
    }

    private void item(int place, JsonNode item, List<AnswerPart> parts) {
        parts.addAll(called(place, item, item.path("arguments").asString("")));
        boolean thought = item.path("type").asString("").equals("reasoning");
        for (String list : List.of("summary", "content")) {
            for (JsonNode part : item.path(list)) {
                String refusal = part.path("refusal").asString("");
                String text = part.path("text").asString("");
                if (!refusal.isEmpty()) {
                    parts.add(new AnswerPart.Refusal(0, refusal));
                } else if (!text.isEmpty()) {
                    parts.add(thought ? new AnswerPart.Reasoning(0, text) : new AnswerPart.Text(0, text));
                }
            }
        }
        parts.addAll(proof(item));
    }

    private Seen ended(JsonNode response, boolean done, List<AnswerPart> before) {
        List<AnswerPart> parts = new ArrayList<>(before);
        boolean cut = response.path("status").asString("").equals("incomplete");
        boolean filtered = response.path("incomplete_details").path("reason").asString("").equals("content_filter");
        parts.add(new AnswerPart.Finish(0,
                cut ? filtered ? "content_filter" : "length" : calls.isEmpty() ? "stop" : "tool_calls"));
        return new Seen(true, done, false, usage(response.path("usage")), null, parts);
    }

    private static ErrorTold error(JsonNode error) {
        return new ErrorTold(error.path("message").asString("no message"),
                BUSY.contains(error.path("code").asString("")));
    }

    private static @Nullable Usage usage(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        JsonNode input = usage.path("input_tokens_details");
        return new Usage(usage.path("input_tokens").asInt(0), usage.path("output_tokens").asInt(0),
                input.path("cached_tokens").asInt(0), input.path("cache_write_tokens").asInt(0),
                usage.path("output_tokens_details").path("reasoning_tokens").asInt(0));
    }
}
