package dev.drover.gateway.provider.openai;

import dev.drover.cascade.remote.TokenScorer;
import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.transport.Exchange;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores tokens by a server's completions: the prompt is sent as token ids with {@code echo} and {@code logprobs}, and one token is
 * generated. Understands both ways in which servers tell a prompt's log-probabilities: vLLM's {@code prompt_logprobs}, by token
 * id, and OpenAI's {@code logprobs} with tokens as texts or as {@code token_id:N}. Blocks, so that it is for virtual threads.
 */
public final class PromptScores implements TokenScorer {

    private static final String ID = "token_id:";

    private final HttpUpstream upstream;
    private final String model;
    private final Vocabulary vocabulary;
    private final Map<String, Integer> tokens = new HashMap<>();

    /**
     * Creates one.
     *
     * @param endpoint a deployment of provider {@code openai}
     * @param model what the model is called there
     * @param vocabulary the tokens of the server's model
     */
    public PromptScores(Endpoint endpoint, String model, Vocabulary vocabulary) {
        this.upstream = new HttpUpstream(endpoint);
        this.model = model;
        this.vocabulary = vocabulary;
        for (int token = vocabulary.size() - 1; token >= 0; token--) {
            tokens.put(new String(vocabulary.bytes(token), StandardCharsets.UTF_8), token);
        }
    }

    @Override
    public List<Score> score(int[] text, int from) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("model", model).put("max_tokens", 1).put("temperature", 0).put("echo", true).put("logprobs", 1);
        body.put("prompt_logprobs", 1).put("return_tokens_as_token_ids", true);
        ArrayNode prompt = body.putArray("prompt");
        for (int token : text) {
            prompt.add(token);
        }
        Map<String, String> key = upstream.keyIn(upstream.options().text(OpenAiProvider.KEY_HEADER));
        String answer = fetched(Exchange.events(upstream.url("/completions"), key, body.toString()));
        JsonNode choice = upstream.field(answer, "choices").path(0);
        return choice.path("prompt_logprobs").isArray() ? byId(choice, text, from) : byText(choice, text, from);
    }

    private String fetched(Exchange exchange) {
        CompletableFuture<@Nullable String> answer = upstream.fetch(exchange).toFuture();
        try {
            return Objects.requireNonNullElse(answer.get(), "");
        } catch (InterruptedException left) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InferenceFailure.Cancelled();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof InferenceFailure known) {
                throw known;
            }
            throw new InferenceFailure.Unavailable("upstream_failed", upstream.label() + " cannot be asked",
                    failure.getCause());
        }
    }

    private List<Score> byId(JsonNode choice, int[] text, int from) {
        JsonNode places = choice.path("prompt_logprobs");
        if (places.size() < text.length) {
            throw malformed("prompt_logprobs of " + places.size() + " tokens, of " + text.length + " that were sent");
        }
        List<Score> scores = new ArrayList<>();
        for (int place = from; place < text.length; place++) {
            int best = -1;
            double bestLogprob = Double.NEGATIVE_INFINITY;
            for (String id : places.get(place).propertyNames()) {
                double logprob = places.get(place).path(id).path("logprob").asDouble(Double.NEGATIVE_INFINITY);
                if (logprob > bestLogprob) {
                    best = id.matches("\\d{1,9}") ? Integer.parseInt(id) : -1;
                    bestLogprob = logprob;
                }
            }
            double own = places.get(place)
                    .path(String.valueOf(text[place]))
                    .path("logprob")
                    .asDouble(Double.NEGATIVE_INFINITY);
            scores.add(new Score(own, known(best), bestLogprob));
        }
        JsonNode generated = choice.path("logprobs").path("tokens");
        scores.add(following(choice, generated.path(generated.size() - 1), generated.isEmpty()));
        return scores;
    }

    private List<Score> byText(JsonNode choice, int[] text, int from) {
        JsonNode logprobs = choice.path("logprobs");
        JsonNode told = logprobs.path("tokens");
        if (told.size() < text.length) {
            throw malformed("log-probabilities of " + told.size() + " tokens, of " + text.length
                    + " that were sent; it does not tell a prompt's");
        }
        List<Score> scores = new ArrayList<>();
        for (int place = from; place < text.length; place++) {
            double own = logprobs.path("token_logprobs").path(place).asDouble(Double.NEGATIVE_INFINITY);
            int best = text[place];
            double bestLogprob = own;
            JsonNode top = logprobs.path("top_logprobs").path(place);
            for (String token : top.propertyNames()) {
                double logprob = top.path(token).asDouble(Double.NEGATIVE_INFINITY);
                if (logprob > bestLogprob) {
                    best = id(token);
                    bestLogprob = logprob;
                }
            }
            scores.add(new Score(own, known(best), bestLogprob));
        }
        scores.add(following(choice, told.path(text.length), told.size() == text.length));
        return scores;
    }

    /** What follows the text; servers leave the mark of an answer's end out. */
    private Score following(JsonNode choice, JsonNode token, boolean left) {
        int best = -1;
        if (!left) {
            best = id(token.asString(""));
        } else if (choice.path("finish_reason").asString("").equals("stop")) {
            for (int each = 0; each < vocabulary.size() && best < 0; each++) {
                best = vocabulary.endsAnswer(each) ? each : -1;
            }
        }
        return new Score(Double.NEGATIVE_INFINITY, known(best), 0);
    }

    private int id(String token) {
        return token.startsWith(ID) && token.substring(ID.length()).matches("\\d{1,9}")
                ? Integer.parseInt(token.substring(ID.length()))
                : tokens.getOrDefault(token, -1);
    }

    private int known(int token) {
        if (token < 0 || token >= vocabulary.size()) {
            throw malformed("a token that the drafter does not have; pair models that were trained with one tokenizer");
        }
        return token;
    }

    private InferenceFailure malformed(String what) {
        return new InferenceFailure.Unavailable("upstream_malformed", upstream.label() + " answered with " + what,
                null);
    }
}
