package dev.drover.inference.decode;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.ToolForm;
import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A double whose tokens are bytes and whose answer is a given text; token 0 ends it. */
final class ScriptedModel implements TokenModel {

    final AtomicInteger asked = new AtomicInteger();
    final AtomicBoolean closed = new AtomicBoolean();
    volatile Shaping shaping = Shaping.NONE;
    private final byte[] answer;
    private final int block;
    private final int contextLength;
    private final @Nullable ToolForm form;

    ScriptedModel(String answer, int block, int contextLength) {
        this(answer, block, contextLength, null);
    }

    /** One whose template has a place for tools in a form. */
    ScriptedModel(String answer, int block, int contextLength, @Nullable ToolForm form) {
        this.form = form;
        this.answer = (answer + "\0").getBytes(StandardCharsets.UTF_8);
        this.block = block;
        this.contextLength = contextLength;
    }

    DecodingMethod method() {
        return (prompt, room, shape, adjustment, random) -> {
            shaping = shape;
            return new Source();
        };
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Vocabulary vocabulary() {
        return new Bytes();
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public @Nullable ToolForm toolForm() {
        return form;
    }

    @Override
    public int[] prompt(List<Message> messages, ToolUse tools) {
        return form == null ? TokenModel.super.prompt(messages, tools) : prompt(messages);
    }

    @Override
    public Sampling defaults() {
        return Sampling.GREEDY;
    }

    @Override
    public int[] prompt(List<Message> messages) {
        return messages.getLast().content().chars().toArray();
    }

    @Override
    public TokenSequence open(SequenceOptions options) {
        throw new InferenceFailure.Unavailable("scripted", "the script needs no sequences", null);
    }

    private final class Source implements TokenSource {

        private int at;

        @Override
        public int[] next(int room) {
            asked.incrementAndGet();
            if (Thread.currentThread().isInterrupted()) {
                throw new InferenceFailure.Cancelled();
            }
            int count = Math.min(Math.min(block, room), answer.length - at);
            int[] tokens = new int[count];
            for (int i = 0; i < count; i++) {
                tokens[i] = answer[at + i] & 0xFF;
            }
            at += count;
            return tokens;
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of("calls", asked.get());
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static final class Bytes implements Vocabulary {

        @Override
        public int size() {
            return 256;
        }

        @Override
        public int[] encode(String text) {
            return text.chars().toArray();
        }

        @Override
        public byte[] bytes(int token) {
            return token == 0 ? new byte[0] : new byte[] {(byte) token};
        }

        @Override
        public boolean endsAnswer(int token) {
            return token == 0;
        }

        @Override
        public String identity() {
            return "bytes";
        }
    }
}
