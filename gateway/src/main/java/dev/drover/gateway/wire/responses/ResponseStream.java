package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as the events that build a response. What the model thinks or says ends when something else begins; a
 * call ends when its arguments are a whole JSON object, or with the answer. Only the first choice is written.
 */
final class ResponseStream implements ResponseWriter {

    /** What a response repeats of its request, with what holds where the request says nothing. */
    private static final Map<String, String> REPEATED = Map.ofEntries(Map.entry("instructions", "null"),
            Map.entry("max_output_tokens", "null"), Map.entry("metadata", "{}"),
            Map.entry("parallel_tool_calls", "true"), Map.entry("previous_response_id", "null"),
            Map.entry("reasoning", "{\"effort\":null,\"summary\":null}"), Map.entry("store", "true"),
            Map.entry("temperature", "1"), Map.entry("text", "{\"format\":{\"type\":\"text\"}}"),
            Map.entry("tool_choice", "\"auto\""), Map.entry("tools", "[]"), Map.entry("top_p", "1"),
            Map.entry("truncation", "\"disabled\""), Map.entry("user", "null"));

    private final AnswerForm form;
    private final ObjectNode response;
    private final List<Item> items = new ArrayList<>();
    private final Map<Integer, Item> calls = new HashMap<>();
    private final PassedOn passedOn = new PassedOn();
    private boolean passesOn;
    private int sequence;
    private boolean begun;
    private @Nullable Item open;
    private AnswerPart.@Nullable Finish finish;

    ResponseStream(AnswerForm form, ChatRequest request) {
        this.form = form;
        this.response = Json.mapper()
                .createObjectNode()
                .put("id", form.id())
                .put("object", "response")
                .put("created_at", form.created())
                .put("status", "in_progress")
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details");
        response.put("model", form.model()).putArray("output");
        JsonNode body = request.body() == null ? Json.mapper().createObjectNode()
                : Json.mapper().readTree(request.body().json());
        REPEATED.forEach((name, otherwise) -> {
            JsonNode given = body.path(name);
            response.set(name, given.isMissingNode() || given.isNull() ? Json.mapper().readTree(otherwise) : given);
        });
        response.putNull("usage");
    }

    @Override
    public String write(AnswerPart part) {
        return switch (part) {
            case AnswerPart.Begin begin -> begin();
            case AnswerPart.Text text when text.choice() == 0 -> begin() + said(Item.Kind.TEXT, text.text());
            case AnswerPart.Refusal refusal when refusal.choice() == 0 ->
                begin() + said(Item.Kind.REFUSAL, refusal.text());
            case AnswerPart.Reasoning thought when thought.choice() == 0 -> {
                String events = begin() + said(Item.Kind.REASONING, thought.text());
                if (open != null && thought.signature() != null) {
                    open.sign(thought.signature());
                }
                yield events;
            }
            case AnswerPart.ToolCallDelta call when call.choice() == 0 -> begin() + called(call);
            case AnswerPart.Finish end when end.choice() == 0 -> {
                finish = end;
                yield "";
            }
            case AnswerPart.Frame frame -> {
                passesOn = true;
                yield passedOn.event(frame.data());
            }
            case Usage used -> {
                response.set("usage", usage(used));
                yield "";
            }
            default -> "";
        };
    }

    /** Notes a provider's response that came whole. */
    void handedOn(String body) {
        passesOn = true;
        passedOn.whole(body);
    }

    private String begin() {
        if (begun) {
            return "";
        }
        begun = true;
        return whole("response.created") + whole("response.in_progress");
    }

    private String said(Item.Kind kind, String text) {
        StringBuilder out = new StringBuilder();
        Item item = open;
        if (item == null || item.kind() != kind) {
            out.append(close());
            item = new Item(kind, items.size(), form.id());
            open = item;
            items.add(item);
            out.append(events(item.opened()));
        }
        return out.append(text.isEmpty() ? "" : events(item.add(text))).toString();
    }

    private String called(AnswerPart.ToolCallDelta delta) {
        StringBuilder out = new StringBuilder(close());
        Item call = calls.get(delta.call());
        if (call == null) {
            call = new Item(Item.Kind.CALL, items.size(), form.id());
            call.names(delta.id() == null ? "call_" + form.id() + "_" + delta.call() : delta.id(),
                    delta.name() == null ? "" : delta.name());
            calls.put(delta.call(), call);
            items.add(call);
            out.append(events(call.opened()));
        }
        if (!delta.arguments().isEmpty()) {
            out.append(events(call.add(delta.arguments())));
            out.append(call.complete() ? events(call.closed()) : "");
        }
        return out.toString();
    }

    private String close() {
        Item item = open;
        open = null;
        return item == null ? "" : events(item.closed());
    }

    @Override
    public String end() {
        if (passesOn) {
            return "";
        }
        StringBuilder out = new StringBuilder(begin()).append(close());
        calls.values().stream().filter(Item::isOpen).forEach(call -> out.append(events(call.closed())));
        ArrayNode output = response.putArray("output");
        items.forEach(item -> output.add(item.json()));
        String reason = finish == null ? "stop" : finish.reason();
        boolean cut = reason.equals("length") || reason.equals("content_filter");
        response.put("status", cut ? "incomplete" : "completed");
        if (cut) {
            response.putObject("incomplete_details")
                    .put("reason", reason.equals("length") ? "max_output_tokens" : "content_filter");
        }
        Map<String, Object> explanation = form.explanation().get();
        if (!explanation.isEmpty()) {
            response.set("drover", Json.mapper().valueToTree(explanation));
        }
        return out.append(whole(cut ? "response.incomplete" : "response.completed")).toString();
    }

    @Override
    public String id() {
        JsonNode told = passedOn.response();
        return told == null ? form.id() : told.path("id").asString(form.id());
    }

    @Override
    public String response() {
        JsonNode told = passedOn.response();
        return (told == null ? response : told).toString();
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.mapper().createObjectNode().put("input_tokens", usage.promptTokens());
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", usage.cacheWrittenTokens());
        json.put("output_tokens", usage.completionTokens())
                .putObject("output_tokens_details")
                .put("reasoning_tokens", usage.reasoningTokens());
        return json.put("total_tokens", usage.totalTokens());
    }

    private String whole(String type) {
        ObjectNode event = Json.mapper().createObjectNode().put("type", type);
        event.set("response", response);
        return event(event);
    }

    private String events(List<ObjectNode> events) {
        StringBuilder out = new StringBuilder();
        events.forEach(event -> out.append(event(event)));
        return out.toString();
    }

    private String event(ObjectNode event) {
        event.put("sequence_number", sequence++);
        return "event: " + event.path("type").asString() + "\n" + ChunkWriter.event(event.toString());
    }
}
