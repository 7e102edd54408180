package dev.drover.gateway.provider.balance;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.Message;
import org.jspecify.annotations.Nullable;

/**
 * A request as balancers see it.
 *
 * @param tokens what it is worth: the prompt's characters by four, and the most its answer may have
 * @param beginning what it begins with, up to the end of the first message that is not the system's: the same for all
 *        turns of a conversation, and as far as a prefix cache helps
 * @param user whose it is; null when it does not say
 */
public record Demand(long tokens, String beginning, @Nullable String user) {

    private static final int CHARACTERS_A_TOKEN = 4;
    private static final int USUAL_ANSWER = 256;
    private static final int LONGEST_BEGINNING = 8_192;

    /** What a request for an answer demands. */
    public static Demand of(ChatRequest request) {
        StringBuilder beginning = new StringBuilder();
        long characters = 0;
        boolean open = true;
        for (Message message : request.messages()) {
            String text = message.content();
            characters += text.length();
            if (open) {
                beginning.append(text, 0, Math.min(text.length(), LONGEST_BEGINNING - beginning.length())).append('\n');
                open = message.role().equals("system") && beginning.length() < LONGEST_BEGINNING;
            }
        }
        Integer limit = request.maxTokens();
        return new Demand(characters / CHARACTERS_A_TOKEN + (limit == null ? USUAL_ANSWER : limit),
                beginning.toString(), request.options().user());
    }

    /** What a request for embeddings demands. */
    public static Demand of(EmbeddingRequest request) {
        long characters = request.texts().stream().mapToLong(String::length).sum();
        return new Demand(characters / CHARACTERS_A_TOKEN, request.texts().isEmpty() ? "" : request.texts().getFirst(),
                null);
    }
}
