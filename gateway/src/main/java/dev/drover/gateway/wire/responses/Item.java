package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.JsonEnd;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An item of a response while it grows, and the events that tell of it. */
final class Item {

    /** What items are. */
    enum Kind {
        /** What the model says. */
        TEXT("msg_", "output_text", "text"),
        /** Why the model does not answer. */
        REFUSAL("msg_", "refusal", "refusal"),
        /** What the model thinks. */
        REASONING("rs_", "reasoning_text", "text"),
        /** A call of a function. */
        CALL("fc_", "function_call_arguments", "arguments");

        private final String prefix;
        private final String part;
        private final String field;

        Kind(String prefix, String part, String field) {
            this.prefix = prefix;
            this.part = part;
            this.field = field;
        }
    }

    private final Kind kind;
    private final int index;
    private final String id;
    private final StringBuilder text = new StringBuilder();
    private final JsonEnd end = new JsonEnd();
    private boolean complete;
    private boolean isOpen = true;
    private String callId = "";
    private String name = "";
    private @Nullable String signature;

    Item(Kind kind, int index, String response) {
        this.kind = kind;
        this.index = index;
        this.id = kind.prefix + response + "_" + index;
    }

    Kind kind() {
        return kind;
    }

    /** Says what a call calls. */
    void names(String call, String function) {
        callId = call;
        name = function;
    }

    /** Keeps the provider's proof of a thought. */
    void sign(String proof) {
        signature = signature == null ? proof : signature + proof;
    }

    /** Whether a call's arguments are a whole JSON object. */
    boolean complete() {
        return complete;
    }

    boolean isOpen() {
        return isOpen;
    }

    /** The item as it is now. */
    ObjectNode json() {
        ObjectNode json = Json.mapper().createObjectNode().put("id", id);
        String status = isOpen ? "in_progress" : "completed";
        switch (kind) {
            case TEXT, REFUSAL -> {
                json.put("type", "message").put("status", status).put("role", "assistant");
                if (isOpen) {
                    json.putArray("content");
                } else {
                    json.putArray("content").add(part(text.toString()));
                }
            }
            case REASONING -> {
                json.put("type", "reasoning").put("status", status).putArray("summary");
                json.putArray("content");
                if (!isOpen && !text.isEmpty()) {
                    json.withArray("content").add(part(text.toString()));
                }
                if (signature != null) {
                    json.put("encrypted_content", signature);
                }
            }
            case CALL -> json.put("type", "function_call")
                    .put("status", status)
                    .put("call_id", callId)
                    .put("name", name)
                    .put("arguments", text.toString());
        }
        return json;
    }

    private ObjectNode part(String told) {
        ObjectNode part = Json.mapper().createObjectNode().put("type", kind.part).put(kind.field, told);
        if (kind == Kind.TEXT) {
            part.putArray("annotations");
            part.putArray("logprobs");
        }
        return part;
    }

    /** The events of its beginning. */
    List<ObjectNode> opened() {
        ObjectNode added = whole("response.output_item.added");
        if (kind == Kind.CALL) {
            return List.of(added);
        }
        ObjectNode part = at("response.content_part.added").put("content_index", 0);
        part.set("part", part(""));
        return List.of(added, part);
    }

    /** The event of a piece more. */
    List<ObjectNode> add(String piece) {
        text.append(piece);
        complete = kind == Kind.CALL && end.add(piece);
        ObjectNode delta = at("response." + kind.part + ".delta").put("delta", piece);
        if (kind != Kind.CALL) {
            delta.put("content_index", 0);
        }
        if (kind == Kind.TEXT) {
            delta.putArray("logprobs");
        }
        return List.of(delta);
    }

    /** The events of its end. */
    List<ObjectNode> closed() {
        isOpen = false;
        ObjectNode done = at("response." + kind.part + ".done").put(kind.field, text.toString());
        if (kind == Kind.CALL) {
            return List.of(done.put("name", name), whole("response.output_item.done"));
        }
        done.put("content_index", 0);
        if (kind == Kind.TEXT) {
            done.putArray("logprobs");
        }
        ObjectNode part = at("response.content_part.done").put("content_index", 0);
        part.set("part", part(text.toString()));
        return List.of(done, part, whole("response.output_item.done"));
    }

    private ObjectNode at(String type) {
        return Json.mapper().createObjectNode().put("type", type).put("item_id", id).put("output_index", index);
    }

    private ObjectNode whole(String type) {
        ObjectNode event = Json.mapper().createObjectNode().put("type", type).put("output_index", index);
        event.set("item", json());
        return event;
    }
}
