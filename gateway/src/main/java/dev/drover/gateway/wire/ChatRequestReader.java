package dev.drover.gateway.wire;

import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.RequestBody;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolUse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body of a chat completion request. Fields that Drover knows are checked and refused by name, value and what
 * was expected; fields that it does not know are left alone, for a provider may know them.
 */
public final class ChatRequestReader {

    /** Fields that ask for something which only providers with OpenAI's interface can do. */
    private static final List<String> FOREIGN = List.of("functions", "function_call", "audio", "prediction",
            "web_search_options");

    private ChatRequestReader() {}

    /**
     * Reads a request.
     *
     * @param bytes the body, in UTF-8
     * @throws Rejected when it is no JSON object or a known field is wrong
     */
    public static ChatCall read(ByteBuffer bytes) {
        RequestText body = RequestText.read(bytes, "model and messages");
        Fields fields = body.fields();
        List<String> foreign = new ArrayList<>();
        String model = body.model();
        List<Message> messages = new ChatMessages(foreign).read(fields);
        AnswerOptions options = options(fields, foreign);
        ChatRequest request = new ChatRequest(model, messages, sampling(fields), maxTokens(fields), stop(fields, 4),
                options, false, new RequestBody(ApiForm.CHAT, body.text()));
        return new ChatCall(request, fields.flag("stream"), includeUsage(fields));
    }

    private static AnswerOptions options(Fields fields, List<String> foreign) {
        FOREIGN.stream().filter(name -> fields.get(name) != null).forEach(name -> foreign.add(name + ": given"));
        JsonNode modalities = fields.get("modalities");
        if (modalities != null && !modalities.toString().equals("[\"text\"]")) {
            foreign.add("modalities: " + modalities);
        }
        ToolUse tools = ChatTools.tools(fields, foreign);
        boolean told = fields.flag("logprobs");
        Long alternatives = fields.whole("top_logprobs", 0, Integer.MAX_VALUE);
        return new AnswerOptions(tools, ChatTools.format(fields, foreign), choices(fields),
                told ? Integer.valueOf(alternatives == null ? 0 : alternatives.intValue()) : null,
                fields.text("reasoning_effort"), fields.text("user"), foreign);
    }

    /** Whether a stream shall end with its usage. */
    public static boolean includeUsage(Fields fields) {
        JsonNode options = fields.object("stream_options");
        return options != null && new Fields("stream_options.", options).flag("include_usage");
    }

    /** How many answers are wanted. */
    public static int choices(Fields fields) {
        Long choices = fields.whole("n", 1, 128);
        return choices == null ? 1 : choices.intValue();
    }

    /** What a request in one of OpenAI's forms says of sampling. */
    public static Sampling sampling(Fields fields) {
        Long topK = fields.whole("top_k", 0, Integer.MAX_VALUE);
        return new Sampling(fields.number("temperature", 0, 2), fields.number("top_p", 0, 1),
                topK == null ? null : topK.intValue(), fields.number("min_p", 0, 1),
                fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE), fields.number("frequency_penalty", -2, 2),
                fields.number("presence_penalty", -2, 2), logitBias(fields));
    }

    private static Map<String, Double> logitBias(Fields fields) {
        JsonNode biases = fields.object("logit_bias");
        if (biases == null) {
            return Map.of();
        }
        Map<String, Double> read = new TreeMap<>();
        Fields each = new Fields("logit_bias.", biases);
        for (String token : biases.propertyNames()) {
            Double bias = each.number(token, -100, 100);
            if (bias != null) {
                read.put(token, bias);
            }
        }
        return read;
    }

    private static @Nullable Integer maxTokens(Fields fields) {
        Long old = fields.whole("max_tokens", 0, Integer.MAX_VALUE);
        Long current = fields.whole("max_completion_tokens", 0, Integer.MAX_VALUE);
        Long limit = current != null ? current : old;
        return limit == null ? null : limit.intValue();
    }

    /**
     * The texts that end an answer.
     *
     * @param most how many there may be
     */
    public static List<String> stop(Fields fields, int most) {
        JsonNode stop = fields.get("stop");
        if (stop == null) {
            return List.of();
        }
        if (stop.isString()) {
            return stop.stringValue().isEmpty() ? List.of() : List.of(stop.stringValue());
        }
        if (!stop.isArray() || stop.size() > most) {
            throw fields.wrong("stop", stop, "a text or a list of at most " + most + " texts");
        }
        return fields.texts("stop");
    }
}
