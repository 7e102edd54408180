package dev.drover.gateway.wire.completion;

import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.ChatRequestReader;
import dev.drover.gateway.wire.Fields;
import dev.drover.gateway.wire.RequestText;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.RequestBody;
import dev.drover.inference.ToolUse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the body of a completion request. Each of several prompts is a message, to be continued as it stands. */
final class CompletionReader {

    /** How long an answer becomes when the request does not say: as OpenAI has it. */
    private static final int USUAL_LENGTH = 16;
    private static final int MOST_PROMPTS = 128;
    private static final String PROMPT = "a text or a list of 1 to " + MOST_PROMPTS + " texts";

    private CompletionReader() {}

    /**
     * Reads a request.
     *
     * @throws Rejected when it is none
     */
    static ChatCall read(ByteBuffer bytes) {
        RequestText body = RequestText.read(bytes, "model and prompt");
        Fields fields = body.fields();
        String model = body.model();
        List<String> foreign = new ArrayList<>();
        List<Message> prompts = prompts(fields, foreign);
        foreign(fields, foreign);
        Long logprobs = fields.whole("logprobs", 0, Integer.MAX_VALUE);
        AnswerOptions options = new AnswerOptions(ToolUse.NONE, AnswerFormat.TEXT, ChatRequestReader.choices(fields),
                logprobs == null ? null : Integer.valueOf(logprobs.intValue()), null, fields.text("user"), foreign);
        Long limit = fields.whole("max_tokens", 0, Integer.MAX_VALUE);
        ChatRequest request = new ChatRequest(model, prompts, ChatRequestReader.sampling(fields),
                limit == null ? USUAL_LENGTH : limit.intValue(), ChatRequestReader.stop(fields, 4), options, true,
                new RequestBody(ApiForm.COMPLETION, body.text()));
        return new ChatCall(request, fields.flag("stream"), ChatRequestReader.includeUsage(fields));
    }

    private static void foreign(Fields fields, List<String> foreign) {
        if (fields.flag("echo")) {
            foreign.add("echo: true");
        }
        String suffix = fields.text("suffix");
        if (suffix != null && !suffix.isEmpty()) {
            foreign.add("suffix: given");
        }
        Long best = fields.whole("best_of", 0, 128);
        if (best != null && best > ChatRequestReader.choices(fields)) {
            foreign.add("best_of: " + best);
        }
    }

    private static List<Message> prompts(Fields fields, List<String> foreign) {
        JsonNode prompt = fields.get("prompt");
        if (prompt == null) {
            throw fields.missing("prompt", PROMPT);
        }
        if (prompt.isString()) {
            return List.of(Message.user(prompt.stringValue()));
        }
        if (!prompt.isArray() || prompt.isEmpty()) {
            throw fields.wrong("prompt", prompt, PROMPT);
        }
        if (prompt.path(0).isNumber() || prompt.path(0).isArray()) {
            foreign.add("prompt: tokens");
            return List.of(Message.user(""));
        }
        if (prompt.size() > MOST_PROMPTS) {
            throw fields.wrong("prompt", prompt, PROMPT);
        }
        List<Message> prompts = new ArrayList<>();
        for (int i = 0; i < prompt.size(); i++) {
            if (!prompt.path(i).isString()) {
                throw fields.wrong("prompt[" + i + "]", prompt.path(i), "a text");
            }
            prompts.add(Message.user(prompt.path(i).stringValue()));
        }
        return prompts;
    }
}
