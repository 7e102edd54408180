package dev.drover.gateway.evaluation;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A way of answering that is measured: a model with the method that decodes its answers.
 *
 * @param name how tables call it
 * @param model whose template, vocabulary and context hold
 * @param method how tokens are found
 */
public record Contender(String name, TokenModel model, DecodingMethod method) {

    /**
     * An answer as it was measured.
     *
     * @param text the answer
     * @param tokens tokens produced, the end mark included
     * @param nanos from before the prompt is read to after the last token
     * @param facts what the method tells of its work
     */
    public record Answer(String text, int tokens, long nanos, Map<String, Object> facts) {}

    /**
     * Answers on the calling thread.
     *
     * @param messages the conversation
     * @param shaping how tokens are drawn
     * @param seed where random numbers start
     * @param limit how many tokens the answer may have
     */
    public Answer answer(List<Message> messages, Shaping shaping, long seed, int limit) {
        long start = System.nanoTime();
        int[] prompt = model.prompt(messages);
        int room = Math.min(limit, model.contextLength() - prompt.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int produced = 0;
        try (TokenSource source = method.about(ChatRequest.of(name, messages))
                .start(prompt, room, shaping, new SplittableRandom(seed))) {
            boolean open = true;
            while (open && produced < room) {
                for (int token : source.next(room - produced)) {
                    produced++;
                    if (model.vocabulary().endsAnswer(token)) {
                        open = false;
                        break;
                    }
                    bytes.writeBytes(model.vocabulary().bytes(token));
                }
            }
            long nanos = System.nanoTime() - start;
            return new Answer(bytes.toString(StandardCharsets.UTF_8), produced, nanos, source.facts());
        }
    }
}
