package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.Arguments;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers an answer's first choice into one message. A provider's whole message is handed on as it came. */
final class WholeMessage implements AnswerWriter {

    private final AnswerForm form;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<Integer, Block> calls = new HashMap<>();
    private @Nullable String passedOn;
    private AnswerPart.@Nullable Finish finish;
    private Usage usage = Usage.NONE;

    /** A block; the text is what it says, thinks, or hands to a tool. */
    private static final class Block {

        private final String type;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();
        private @Nullable String id;
        private @Nullable String name;

        Block(String type) {
            this.type = type;
        }
    }

    WholeMessage(AnswerForm form) {
        this.form = form;
    }

    /** A message that says nothing yet. */
    static ObjectNode empty(AnswerForm form) {
        ObjectNode message = Json.mapper().createObjectNode().put("id", form.id()).put("type", "message");
        message.put("role", "assistant").put("model", form.model()).putArray("content");
        return message;
    }

    @Override
    public String write(AnswerPart part) {
        switch (part) {
            case AnswerPart.Text text when text.choice() == 0 -> block("text").text.append(text.text());
            case AnswerPart.Refusal refusal when refusal.choice() == 0 -> block("text").text.append(refusal.text());
            case AnswerPart.Reasoning thought when thought.choice() == 0 -> {
                Block block = block("thinking");
                block.text.append(thought.text());
                block.signature.append(thought.signature() == null ? "" : thought.signature());
            }
            case AnswerPart.ToolCallDelta call when call.choice() == 0 -> {
                Block block = calls.computeIfAbsent(call.call(), absent -> {
                    Block opened = new Block("tool_use");
                    blocks.add(opened);
                    return opened;
                });
                block.id = block.id == null ? call.id() : block.id;
                block.name = block.name == null ? call.name() : block.name;
                block.text.append(call.arguments());
            }
            case AnswerPart.Finish end when end.choice() == 0 -> finish = end;
            case AnswerPart.Frame frame -> passedOn = frame.data();
            case Usage used -> usage = used;
            default -> {
                // other choices, and what the explanation tells
            }
        }
        return "";
    }

    private Block block(String type) {
        if (blocks.isEmpty() || !blocks.getLast().type.equals(type)) {
            blocks.add(new Block(type));
        }
        return blocks.getLast();
    }

    @Override
    public String end() {
        if (passedOn != null) {
            return passedOn;
        }
        ObjectNode message = empty(form);
        ArrayNode content = (ArrayNode) message.path("content");
        blocks.forEach(block -> write(block, content.addObject().put("type", block.type)));
        Ending.stop(message, finish);
        message.set("usage", Ending.usage(usage));
        Map<String, Object> explanation = form.explanation().get();
        if (!explanation.isEmpty()) {
            message.set("drover", Json.mapper().valueToTree(explanation));
        }
        return message.toString();
    }

    private void write(Block block, ObjectNode json) {
        switch (block.type) {
            case "thinking" -> json.put("thinking", block.text.toString()).put("signature", block.signature.toString());
            case "tool_use" -> {
                json.put("id", block.id == null ? "toolu_" + form.id() + "_" + blocks.indexOf(block) : block.id);
                json.put("name", block.name == null ? "" : block.name);
                json.set("input", Arguments.object(block.text.toString()));
            }
            default -> json.put("text", block.text.toString());
        }
    }
}
