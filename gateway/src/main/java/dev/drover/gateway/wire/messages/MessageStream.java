package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.JsonEnd;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as the events that build a message. Its blocks come one after the other and never overlap: a call of a
 * tool stays open until its arguments are a whole JSON object or the answer ends, and what comes meanwhile waits. Only
 * the first choice is written; a message has no place for others.
 */
final class MessageStream implements AnswerWriter {

    private final AnswerForm form;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private final Map<Integer, Block> calls = new HashMap<>();
    private int written;
    private boolean begun;
    private boolean passesOn;
    private AnswerPart.@Nullable Finish finish;
    private Usage usage = Usage.NONE;

    /** A block: what opens it and what has come of it that is not yet sent. Text can end whenever another begins. */
    private static final class Block {

        private final String kind;
        private final ObjectNode opening;
        private final StringBuilder events = new StringBuilder();
        private final JsonEnd end = new JsonEnd();
        private boolean mayEnd;
        private int index = -1;

        Block(String kind, ObjectNode opening, boolean mayEnd) {
            this.kind = kind;
            this.opening = opening;
            this.mayEnd = mayEnd;
        }
    }

    MessageStream(AnswerForm form) {
        this.form = form;
    }

    @Override
    public String write(AnswerPart part) {
        return switch (part) {
            case AnswerPart.Begin begin -> begin();
            case AnswerPart.Text text when text.choice() == 0 -> text("text", "text_delta", text.text());
            case AnswerPart.Refusal refusal when refusal.choice() == 0 -> text("text", "text_delta", refusal.text());
            case AnswerPart.Reasoning thought when thought.choice() == 0 -> thought(thought);
            case AnswerPart.ToolCallDelta call when call.choice() == 0 -> call(call);
            case AnswerPart.Finish end when end.choice() == 0 -> {
                finish = end;
                yield "";
            }
            case AnswerPart.Frame frame -> {
                passesOn = true;
                yield "event: " + type(frame.data()) + "\n" + ChunkWriter.event(frame.data());
            }
            case Usage used -> {
                usage = used;
                yield "";
            }
            default -> "";
        };
    }

    private String begin() {
        if (begun) {
            return "";
        }
        begun = true;
        ObjectNode message = WholeMessage.empty(form);
        Ending.stop(message, null);
        message.set("usage", Ending.usage(Usage.NONE));
        ObjectNode json = Json.mapper().createObjectNode().put("type", "message_start");
        json.set("message", message);
        return event(json);
    }

    private String text(String kind, String delta, String text) {
        Block last = blocks.peekLast();
        if (last == null || !last.kind.equals(kind)) {
            ObjectNode opening = Json.mapper().createObjectNode().put("type", kind).put(kind, "");
            if (kind.equals("thinking")) {
                opening.put("signature", "");
            }
            last = new Block(kind, opening, true);
            blocks.add(last);
        }
        add(last, delta, delta.equals("signature_delta") ? "signature" : kind, text);
        return begin() + flush(false);
    }

    private String thought(AnswerPart.Reasoning thought) {
        String events = thought.text().isEmpty() ? "" : text("thinking", "thinking_delta", thought.text());
        return thought.signature() == null ? events : events + text("thinking", "signature_delta", thought.signature());
    }

    private String call(AnswerPart.ToolCallDelta delta) {
        Block block = calls.computeIfAbsent(delta.call(), absent -> {
            ObjectNode opening = Json.mapper().createObjectNode().put("type", "tool_use");
            opening.put("id", delta.id() == null ? "toolu_" + form.id() + "_" + delta.call() : delta.id());
            opening.put("name", delta.name() == null ? "" : delta.name()).putObject("input");
            Block opened = new Block("tool_use", opening, false);
            blocks.add(opened);
            return opened;
        });
        if (!delta.arguments().isEmpty()) {
            add(block, "input_json_delta", "partial_json", delta.arguments());
            block.mayEnd = block.end.add(delta.arguments());
        }
        return begin() + flush(false);
    }

    private static void add(Block block, String delta, String field, String text) {
        block.events.append(Json.quote(delta))
                .append(':')
                .append(Json.quote(field))
                .append(':')
                .append(Json.quote(text))
                .append('\n');
    }

    /** Sends what may be sent: all of the first block, and the next ones once those before them have ended. */
    private String flush(boolean all) {
        StringBuilder out = new StringBuilder();
        while (!blocks.isEmpty()) {
            Block first = blocks.getFirst();
            if (first.index < 0) {
                first.index = written++;
                ObjectNode start = Json.mapper().createObjectNode().put("type", "content_block_start");
                out.append(event(start.put("index", first.index).set("content_block", first.opening)));
            }
            first.events.toString().lines().forEach(line -> out.append(delta(first.index, line)));
            first.events.setLength(0);
            if (!all && (blocks.size() == 1 || !first.mayEnd)) {
                break;
            }
            blocks.removeFirst();
            out.append(event(
                    Json.mapper().createObjectNode().put("type", "content_block_stop").put("index", first.index)));
        }
        return out.toString();
    }

    private static String delta(int index, String line) {
        String[] told = line.split(":", 3);
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
                + ",\"delta\":{\"type\":" + told[0] + "," + told[1] + ":" + told[2] + "}}\n\n";
    }

    @Override
    public String end() {
        if (passesOn) {
            return "";
        }
        StringBuilder out = new StringBuilder(begin()).append(flush(true));
        ObjectNode json = Json.mapper().createObjectNode().put("type", "message_delta");
        Ending.stop(json.putObject("delta"), finish);
        json.set("usage", Ending.usage(usage));
        Map<String, Object> explanation = form.explanation().get();
        if (!explanation.isEmpty()) {
            json.set("drover", Json.mapper().valueToTree(explanation));
        }
        return out.append(event(json))
                .append(event(Json.mapper().createObjectNode().put("type", "message_stop")))
                .toString();
    }

    private static String event(JsonNode json) {
        return "event: " + json.path("type").asString() + "\ndata: " + json + "\n\n";
    }

    /** The type that an event names, which is also the event's name. */
    private static String type(String data) {
        try (JsonParser parser = Json.parser(data)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean type = parser.currentName().equals("type");
                if (parser.nextToken() == JsonToken.VALUE_STRING && type) {
                    return parser.getString().replaceAll("[^a-z_]", "");
                }
                parser.skipChildren();
            }
        }
        return "message";
    }
}
