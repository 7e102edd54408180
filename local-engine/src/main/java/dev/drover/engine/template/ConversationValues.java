package dev.drover.engine.template;

import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolUse;
import dev.drover.inference.json.JsonReader;
import dev.drover.inference.token.ToolForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation and its tools as the values that templates work with, as Hugging Face hands them over.
 *
 * @param form how the model writes calls; null where it writes none
 * @param argumentsAsText whether the template wants a call's arguments as the text of their JSON, not as a map
 */
record ConversationValues(@Nullable ToolForm form, boolean argumentsAsText) {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");
    private static final int ID_LENGTH = 9;

    /** The messages, oldest first. */
    List<Map<String, Object>> messages(List<Message> messages) {
        Map<String, String> names = new HashMap<>();
        List<Map<String, Object>> list = new ArrayList<>();
        for (Message message : messages) {
            message.toolCalls().forEach(call -> names.put(call.id(), call.name()));
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("role", role(message.role()));
            map.put("content", message.content());
            thought(message, map);
            if (!message.toolCalls().isEmpty()) {
                map.put("tool_calls", message.toolCalls().stream().map(this::call).toList());
            }
            String id = message.toolCallId();
            if (id != null) {
                map.put("tool_call_id", id(id));
            }
            String name = message.name() != null ? message.name() : id == null ? null : names.get(id);
            if (name != null) {
                map.put("name", name);
            }
            list.add(map);
        }
        return list;
    }

    private static void thought(Message message, Map<String, Object> map) {
        message.parts()
                .stream()
                .filter(ContentPart.Reasoning.class::isInstance)
                .map(part -> ((ContentPart.Reasoning) part).text())
                .reduce(String::concat)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> map.put("reasoning_content", text));
    }

    /** The tools that a model may call. */
    List<Map<String, Object>> tools(ToolUse use) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Tool tool : use.tools()) {
            Map<String, Object> function = new LinkedHashMap<>();
            function.put("name", tool.name());
            String description = tool.description();
            function.put("description", description == null ? "" : description);
            String schema = tool.schema();
            function.put("parameters",
                    plain(JsonReader.object(schema == null ? "{\"type\":\"object\",\"properties\":{}}" : schema)));
            list.add(Map.of("type", Text.own("function"), "function", function));
        }
        return list;
    }

    /**
     * The usual roles are part of a conversation's structure, for templates make marks of them. Any other word comes from
     * outside like content: else a role named {@code end} would be an {@code <|end|>}.
     */
    private static Object role(String role) {
        return ROLES.contains(role) ? Text.own(role) : role;
    }

    private Object call(ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", argumentsAsText ? call.arguments() : arguments(call.arguments()));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id(call.id()));
        map.put("type", Text.own("function"));
        map.put("function", function);
        return map;
    }

    /** Arguments as a map; what a model wrote that is none stays as it is. */
    private static Object arguments(String json) {
        try {
            return plain(JsonReader.object(json.isBlank() ? "{}" : json));
        } catch (IllegalArgumentException malformed) {
            return json;
        }
    }

    /** An id; Mistral's templates insist on nine letters and digits, so that ids of others are made such. */
    private String id(String id) {
        boolean nine = form == ToolForm.MISTRAL_LIST || form == ToolForm.MISTRAL_NAMED;
        if (!nine || id.matches("[a-zA-Z0-9]{" + ID_LENGTH + "}")) {
            return id;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        String digits = "00000000" + Long.toUnsignedString(hash, 36);
        return digits.substring(digits.length() - ID_LENGTH);
    }

    /** What JSON says, with numbers as templates know them. */
    private static Object plain(Map<String, @Nullable Object> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, value(value)));
        return copy;
    }

    @SuppressWarnings("unchecked") // the reader's maps have strings as keys
    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number -> {
                boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= 18;
                yield whole ? (Object) number.longValueExact() : (Object) number.doubleValue();
            }
            case Map<?, ?> map -> plain((Map<String, @Nullable Object>) map);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(one -> copy.add(value(one)));
                yield copy;
            }
            case null -> null;
            default -> value;
        };
    }
}
