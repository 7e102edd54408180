package dev.drover.inference.decode;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.ToolForm;
import dev.drover.inference.token.Vocabulary;
import dev.drover.inference.tool.ToolCallReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** An answer that is put together of its tokens: text, calls of tools, and how it ends. */
final class Answer {

    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /** What Mistral's templates insist on; the others take any. */
    private static final int ID_LENGTH = 9;

    private final Vocabulary vocabulary;
    private final TextAssembler text;
    private final @Nullable ToolCallReader calls;
    private final boolean oneCall;
    private final @Nullable Integer alternatives;
    private final StringBuilder piece = new StringBuilder();
    private final List<AnswerPart> parts = new ArrayList<>();
    private int tokens;
    private boolean endMark;

    Answer(ChatRequest request, Vocabulary vocabulary, @Nullable ToolForm form) {
        ToolUse tools = request.options().tools();
        this.vocabulary = vocabulary;
        this.text = new TextAssembler(request.stop());
        this.calls = form == null || request.verbatim() || !tools.wanted() ? null
                : ToolCallReader.of(form, tools, Answer::newId);
        this.alternatives = request.options().logprobs();
        this.oneCall = Boolean.FALSE.equals(tools.parallel());
    }

    private static String newId() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(ThreadLocalRandom.current().nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }

    /**
     * Takes the next token.
     *
     * @param token the token
     * @param logits what it was drawn from; null where nobody tells
     */
    void add(int token, @Nullable Logits logits) {
        tokens++;
        endMark = vocabulary.endsAnswer(token);
        if (!endMark && logits != null && alternatives != null) {
            parts.add(TokenLikelihood.of(logits, token, alternatives, vocabulary));
        }
        if (!endMark) {
            piece.append(text.add(vocabulary.bytes(token)));
        }
        if (calls != null) {
            settle(calls);
        }
    }

    /** How many tokens it has. */
    int tokens() {
        return tokens;
    }

    /** Whether nothing may follow. */
    boolean ended() {
        return endMark || text.stopped() || (calls != null && oneCall && calls.complete());
    }

    /** What has become certain since this was last asked. */
    List<AnswerPart> take() {
        if (!piece.isEmpty()) {
            parts.add(new AnswerPart.Text(0, piece.toString()));
            piece.setLength(0);
        }
        List<AnswerPart> taken = List.copyOf(parts);
        parts.clear();
        return taken;
    }

    /** What is left when no token follows. */
    List<AnswerPart> finish() {
        piece.append(text.finish());
        if (calls != null) {
            settle(calls);
            parts.addAll(calls.finish());
        }
        return take();
    }

    private void settle(ToolCallReader reader) {
        parts.addAll(reader.add(piece));
        piece.setLength(0);
    }

    /** How it ended. */
    AnswerPart.Finish end() {
        String reason = !ended() ? "length" : calls != null && calls.calls() > 0 ? "tool_calls" : "stop";
        return new AnswerPart.Finish(0, reason, text.stoppedBy());
    }
}
