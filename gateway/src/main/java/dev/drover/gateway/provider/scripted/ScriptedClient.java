package dev.drover.gateway.provider.scripted;

import dev.drover.gateway.provider.Unsupported;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.Message;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import dev.drover.inference.option.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One scripted model. A token is a word with the blanks before it. */
final class ScriptedClient implements ModelClient, EmbeddingClient {

    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*$|\\s*\\S+|\\s+$");

    private final String label;
    private final Options script;
    private final Fault fault;

    ScriptedClient(String label, Options script) {
        this.label = label;
        this.script = script;
        this.fault = Fault.of(script.text("fault"));
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        Duration first = Duration.ofMillis(script.integer("firstMillis"));
        return Flux.defer(() -> {
            if (script.flag("strict")) {
                Unsupported.refuse(request, "scripted", Set.of());
            }
            return fault.early() ? late(Flux.error(() -> fault.failure(label)), first)
                    : late(Flux.defer(() -> faulty(paced(parts(request)))), first);
        });
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return Mono.fromSupplier(() -> tokens(request));
    }

    private static <T> Flux<T> late(Flux<T> answer, Duration delay) {
        return delay.isZero() ? answer : Mono.delay(delay).thenMany(answer);
    }

    private Flux<AnswerPart> paced(List<AnswerPart> parts) {
        int millis = script.integer("pieceMillis");
        return millis == 0 ? Flux.fromIterable(parts)
                : Flux.fromIterable(parts).concatMap(part -> Mono.just(part).delayElement(Duration.ofMillis(millis)));
    }

    private Flux<AnswerPart> faulty(Flux<AnswerPart> parts) {
        Flux<AnswerPart> begun = parts.take(script.integer("faultAfter"));
        return switch (fault) {
            case CUT, ERROR -> begun.concatWith(Mono.error(() -> fault.failure(label)));
            case STALL -> begun.concatWith(Mono.never());
            case NONE, REJECTED, BUSY, UNAVAILABLE -> parts;
        };
    }

    private List<AnswerPart> parts(ChatRequest request) {
        List<AnswerPart> parts = new ArrayList<>(List.of(new AnswerPart.Begin(0, request.model())));
        List<String> thoughts = words(script.text("reasoning"));
        thoughts.forEach(thought -> parts.add(new AnswerPart.Reasoning(0, thought)));
        String tool = tool(request);
        if (!tool.isEmpty()) {
            calls(tool, parts);
            parts.add(new AnswerPart.Finish(0, "tool_calls"));
            parts.add(new Usage(tokens(request), thoughts.size() + script.integer("calls"), 0, 0, thoughts.size()));
            return parts;
        }
        List<String> words = words(script.flag("echo") ? request.lastUserText() : script.text("text"));
        Integer limit = request.maxTokens();
        List<String> said = limit == null || limit >= words.size() ? words : words.subList(0, limit);
        boolean cut = said.size() < words.size();
        for (String word : said) {
            parts.add(new AnswerPart.Text(0, word));
            if (request.options().logprobs() != null) {
                parts.add(new AnswerPart.Logprobs(0, logprobs(word)));
            }
        }
        parts.add(new AnswerPart.Finish(0, cut ? "length" : "stop"));
        parts.add(new Usage(tokens(request), thoughts.size() + said.size(), 0, 0, thoughts.size()));
        return parts;
    }

    /** A word as likely as its script says, and what it might have said instead. */
    private String logprobs(String word) {
        double logprob = script.number("logprob");
        ObjectNode token = Json.mapper().createObjectNode().put("token", word).put("logprob", logprob);
        ArrayNode alternatives = token.putArray("top_logprobs");
        alternatives.addObject().put("token", word).put("logprob", logprob);
        alternatives.addObject().put("token", " else").put("logprob", Math.max(-9999, Math.log1p(-Math.exp(logprob))));
        ObjectNode logprobs = Json.mapper().createObjectNode();
        logprobs.putArray("content").add(token);
        return logprobs.toString();
    }

    /** The function to call; empty for none. After a tool's result it says its text instead. */
    private String tool(ChatRequest request) {
        String tool = script.text("tool");
        boolean told = request.messages().getLast().role().equals("tool");
        if (told || !request.options().tools().wanted()) {
            return "";
        }
        return tool.equals("*") ? request.options().tools().tools().getFirst().name() : tool;
    }

    /** Each call in three pieces, as providers send them. */
    private void calls(String tool, List<AnswerPart> parts) {
        String arguments = script.text("arguments");
        int half = arguments.length() / 2;
        for (int call = 0; call < script.integer("calls"); call++) {
            parts.add(new AnswerPart.ToolCallDelta(0, call, "call_scripted_" + call, tool, ""));
            parts.add(new AnswerPart.ToolCallDelta(0, call, null, null, arguments.substring(0, half)));
            parts.add(new AnswerPart.ToolCallDelta(0, call, null, null, arguments.substring(half)));
        }
    }

    private static int tokens(ChatRequest request) {
        return request.messages().stream().map(Message::content).mapToInt(text -> words(text).size()).sum();
    }

    private static List<String> words(String text) {
        Matcher words = WORD.matcher(text);
        List<String> found = new ArrayList<>();
        while (words.find()) {
            found.add(words.group());
        }
        return found;
    }

    /** Numbers that follow from the text alone, as a vector of length 1. */
    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return Mono.fromSupplier(() -> {
            if (fault.early()) {
                throw fault.failure(label);
            }
            Integer asked = request.dimensions();
            int dimensions = asked == null ? script.integer("dimensions") : asked;
            List<float[]> vectors = request.texts().stream().map(text -> vector(text, dimensions)).toList();
            int tokens = request.texts().stream().mapToInt(text -> words(text).size()).sum();
            return new EmbeddingAnswer(vectors, new Usage(tokens, 0, 0), null);
        });
    }

    private static float[] vector(String text, int dimensions) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        float[] vector = new float[dimensions];
        double square = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
            square += vector[i] * vector[i];
        }
        float length = (float) Math.sqrt(square);
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
