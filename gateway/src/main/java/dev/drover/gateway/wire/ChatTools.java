package dev.drover.gateway.wire;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a request in OpenAI's forms says of tools and of the answer's format. */
public final class ChatTools {

    private ChatTools() {}

    static ToolUse tools(Fields fields, List<String> foreign) {
        return tools(fields, foreign, "an object with type and function",
                tool -> tool.within("function", "an object with name and parameters"),
                "auto, none, required, or an object that names a function",
                choice -> choice.within("function", "an object with name"));
    }

    /**
     * Reads the tools and the choice among them.
     *
     * @param foreign where tools are noted that are no functions
     * @param expected what a tool should be, in words
     * @param function where in a tool its function is described
     * @param choices what a choice should be, in words
     * @param named where in a choice its function is named
     */
    public static ToolUse tools(Fields fields, List<String> foreign, String expected, UnaryOperator<Fields> function,
            String choices, UnaryOperator<Fields> named) {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : fields.objects("tools", expected)) {
            String type = tool.required("type", "function");
            if (!type.equals("function")) {
                foreign.add(tool.path() + "type: " + type);
                continue;
            }
            tools.add(function(function.apply(tool), "parameters"));
        }
        JsonNode parallel = fields.get("parallel_tool_calls");
        return new ToolUse(tools, choice(fields, foreign, choices, named),
                parallel == null ? null : Boolean.valueOf(fields.flag("parallel_tool_calls")));
    }

    /** A function, with its schema in a field of its own. */
    static Tool function(Fields function, String schema) {
        JsonNode parameters = function.object(schema);
        return new Tool(function.required("name", "the function's name"), function.text("description"),
                parameters == null ? null : parameters.toString(), function.flag("strict"));
    }

    private static ToolChoice choice(Fields fields, List<String> foreign, String choices,
            UnaryOperator<Fields> function) {
        JsonNode choice = fields.get("tool_choice");
        if (choice == null) {
            return ToolChoice.AUTO;
        }
        if (choice.isString()) {
            return switch (choice.stringValue()) {
                case "auto" -> ToolChoice.AUTO;
                case "none" -> ToolChoice.NONE;
                case "required" -> ToolChoice.REQUIRED;
                default -> throw fields.wrong("tool_choice", choice, choices);
            };
        }
        if (!choice.isObject()) {
            throw fields.wrong("tool_choice", choice, choices);
        }
        Fields named = new Fields("tool_choice.", choice);
        String type = named.required("type", "function");
        if (!type.equals("function")) {
            foreign.add("tool_choice.type: " + type);
            return ToolChoice.AUTO;
        }
        return new ToolChoice.Named(function.apply(named).required("name", "the function's name"));
    }

    static AnswerFormat format(Fields fields, List<String> foreign) {
        String grammar = fields.text("grammar");
        JsonNode told = fields.object("response_format");
        if (grammar != null && told != null) {
            throw fields.wrong("grammar", fields.object().path("grammar"), "nothing, beside response_format");
        }
        if (grammar != null) {
            return new AnswerFormat.Grammar(grammar);
        }
        if (told == null) {
            return AnswerFormat.TEXT;
        }
        Fields format = fields.within("response_format", "an object with type");
        String type = format.required("type", "text, json_object or json_schema");
        return switch (type) {
            case "text" -> AnswerFormat.TEXT;
            case "json_object" -> AnswerFormat.JSON;
            case "json_schema" -> schema(format.within("json_schema", "an object with name and schema"));
            default -> {
                foreign.add("response_format.type: " + type);
                yield AnswerFormat.TEXT;
            }
        };
    }

    /** A format that follows a schema. */
    public static AnswerFormat schema(Fields schema) {
        @Nullable
        JsonNode tree = schema.object("schema");
        return new AnswerFormat.Schema(schema.required("name", "what the schema is called"), schema.text("description"),
                tree == null ? "{}" : tree.toString(), schema.flag("strict"));
    }
}
