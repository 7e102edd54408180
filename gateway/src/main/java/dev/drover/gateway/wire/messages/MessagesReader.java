package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.Fields;
import dev.drover.gateway.wire.RequestText;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.RequestBody;
import dev.drover.inference.Sampling;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body of a messages request. Fields that Drover knows are checked; others are left alone, for a provider with
 * the same interface may know them.
 */
final class MessagesReader {

    /** Fields that ask for something which only Anthropic's interface can do. */
    private static final List<String> FOREIGN = List.of("container", "mcp_servers");

    private MessagesReader() {}

    /**
     * Reads a request.
     *
     * @throws Rejected when it is none
     */
    static ChatCall read(ByteBuffer bytes) {
        RequestText body = RequestText.read(bytes, "model, max_tokens and messages");
        Fields fields = body.fields();
        List<String> foreign = new ArrayList<>();
        FOREIGN.stream().filter(name -> fields.get(name) != null).forEach(name -> foreign.add(name + ": given"));
        String model = body.model();
        List<Message> messages = new MessageBlocks(foreign).read(fields);
        Long limit = fields.whole("max_tokens", 1, Integer.MAX_VALUE);
        AnswerOptions options = new AnswerOptions(tools(fields, foreign), format(fields), 1, null, effort(fields),
                user(fields), foreign);
        ChatRequest request = new ChatRequest(model, messages, sampling(fields),
                limit == null ? null : Integer.valueOf(limit.intValue()), fields.texts("stop_sequences"), options,
                false, new RequestBody(ApiForm.MESSAGES, body.text()));
        return new ChatCall(request, fields.flag("stream"), true);
    }

    private static Sampling sampling(Fields fields) {
        Long topK = fields.whole("top_k", 0, Integer.MAX_VALUE);
        return new Sampling(fields.number("temperature", 0, 1), fields.number("top_p", 0, 1),
                topK == null ? null : Integer.valueOf(topK.intValue()), null, null);
    }

    private static @Nullable String user(Fields fields) {
        JsonNode metadata = fields.object("metadata");
        return metadata == null ? null : new Fields("metadata.", metadata).text("user_id");
    }

    private static ToolUse tools(Fields fields, List<String> foreign) {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : fields.objects("tools", "an object with name and input_schema")) {
            String type = tool.text("type");
            if (type != null && !type.equals("custom")) {
                foreign.add(tool.path() + "type: " + type);
                continue;
            }
            JsonNode schema = tool.object("input_schema");
            tools.add(new Tool(tool.required("name", "the tool's name"), tool.text("description"),
                    schema == null ? null : schema.toString(), tool.flag("strict")));
        }
        if (fields.object("tool_choice") == null) {
            return new ToolUse(tools, ToolChoice.AUTO, null);
        }
        Fields choice = fields.within("tool_choice", "an object with type");
        String expected = "auto, any, tool or none";
        ToolChoice read = switch (choice.required("type", expected)) {
            case "auto" -> ToolChoice.AUTO;
            case "any" -> ToolChoice.REQUIRED;
            case "none" -> ToolChoice.NONE;
            case "tool" -> new ToolChoice.Named(choice.required("name", "the tool's name"));
            default -> throw choice.wrong("type", choice.object().path("type"), expected);
        };
        return new ToolUse(tools, read, choice.flag("disable_parallel_tool_use") ? Boolean.FALSE : null);
    }

    /** How much the model shall think: said outright, or by how many tokens it may think with. */
    private static @Nullable String effort(Fields fields) {
        JsonNode output = fields.object("output_config");
        String said = output == null ? null : new Fields("output_config.", output).text("effort");
        JsonNode thinking = fields.object("thinking");
        if (said != null || thinking == null) {
            return said;
        }
        Fields asked = new Fields("thinking.", thinking);
        return switch (asked.required("type", "enabled, adaptive or disabled")) {
            case "disabled" -> "none";
            case "enabled" -> {
                Long budget = asked.whole("budget_tokens", 1, Integer.MAX_VALUE);
                yield budget == null ? null : budget <= 2_048 ? "low" : budget <= 8_192 ? "medium" : "high";
            }
            default -> null;
        };
    }

    private static AnswerFormat format(Fields fields) {
        JsonNode output = fields.object("output_config");
        if (output == null || output.path("format").isMissingNode() || output.path("format").isNull()) {
            return AnswerFormat.TEXT;
        }
        Fields format = new Fields("output_config.", output).within("format", "an object with type and schema");
        String type = format.required("type", "json_schema");
        if (!type.equals("json_schema")) {
            throw format.wrong("type", format.object().path("type"), "json_schema");
        }
        JsonNode schema = format.object("schema");
        return new AnswerFormat.Schema("answer", null, schema == null ? "{}" : schema.toString(), true);
    }
}
