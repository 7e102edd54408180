package dev.drover.gateway.provider.ollama;

import dev.drover.gateway.provider.transport.Translation;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Ollama's answers, a JSON object a line or one for the whole. An answer is complete when a line says that it is done. */
final class OllamaTranslation implements Translation {

    private int calls;
    private boolean finished;

    @Override
    public Seen message(String data, boolean apart) {
        JsonNode line = Json.object(data);
        JsonNode error = line.path("error");
        if (error.isString()) {
            return Seen.error(new ErrorTold(error.stringValue(), false));
        }
        List<AnswerPart> parts = new ArrayList<>();
        JsonNode message = line.path("message");
        String thought = message.path("thinking").asString("");
        if (!thought.isEmpty()) {
            parts.add(new AnswerPart.Reasoning(0, thought));
        }
        String text = message.path("content").asString("");
        if (!text.isEmpty()) {
            parts.add(new AnswerPart.Text(0, text));
        }
        for (JsonNode call : message.path("tool_calls")) {
            int index = calls++;
            JsonNode function = call.path("function");
            JsonNode arguments = function.path("arguments");
            parts.add(new AnswerPart.ToolCallDelta(0, index,
                    call.path("id").asString("call_" + Long.toHexString(System.nanoTime()) + "_" + index),
                    function.path("name").asString(""), arguments.isString() ? arguments.stringValue()
                            : arguments.isObject() ? arguments.toString() : "{}"));
        }
        if (!line.path("done").asBoolean(false)) {
            return Seen.of(parts, null);
        }
        finished = true;
        parts.add(new AnswerPart.Finish(0, line.path("done_reason").asString("stop").equals("length") ? "length"
                : calls > 0 ? "tool_calls" : "stop"));
        return new Seen(true, true, false,
                new Usage(line.path("prompt_eval_count").asInt(0), line.path("eval_count").asInt(0), 0), null, parts);
    }

    @Override
    public Seen whole(String body, boolean apart) {
        Seen seen = message(body, apart);
        if (seen.error() == null && !finished) {
            throw new IllegalArgumentException("not done (expected: a whole answer)");
        }
        return seen;
    }

    @Override
    public boolean complete(boolean done) {
        return finished;
    }
}
