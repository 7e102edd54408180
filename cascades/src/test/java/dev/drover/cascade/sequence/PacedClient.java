package dev.drover.cascade.sequence;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A model that says its words at a pace, as probable as told: {@code "a:.9 b:.2"} are two words. Counts what it produced and
 * whether it was cancelled. Log-probabilities are a word's number as text, and come after the word where they are asked for.
 */
final class PacedClient implements ModelClient {

    final List<ChatRequest> asked = new CopyOnWriteArrayList<>();
    final AtomicInteger produced = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    boolean tellsLogprobs = true;
    boolean speaks = true;
    @Nullable
    InferenceFailure failure;
    private final List<String> answers;
    private final Duration first;
    private final Duration next;

    /** A model with an answer, how long its first part takes, and how long each part after that. */
    PacedClient(int firstMillis, int nextMillis, String... answers) {
        this.answers = List.of(answers);
        this.first = Duration.ofMillis(firstMillis);
        this.next = Duration.ofMillis(nextMillis);
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.defer(() -> {
            asked.add(request);
            List<Flux<AnswerPart>> pieces = new ArrayList<>();
            String[] said = answers.get((asked.size() - 1) % answers.size()).split(" ");
            for (int i = 0; i < said.length; i++) {
                String[] sides = said[i].split(":");
                List<AnswerPart> piece = new ArrayList<>(
                        i == 0 ? List.of(new AnswerPart.Begin(0, "paced")) : List.of());
                piece.add(new AnswerPart.Text(0, sides[0]));
                if (request.options().logprobs() != null && tellsLogprobs) {
                    piece.add(new AnswerPart.Logprobs(0, sides[1]));
                }
                pieces.add(Mono.delay(i == 0 ? first : next).flatMapIterable(due -> {
                    produced.incrementAndGet();
                    return piece;
                }));
            }
            Flux<AnswerPart> end = Flux.just(new AnswerPart.Finish(0, "stop"), new Usage(7, said.length, 0));
            Flux<AnswerPart> words = speaks ? Flux.concat(pieces) : Mono.delay(first).thenMany(Flux.empty());
            return Flux.concat(words, failure == null ? end : Flux.error(failure))
                    .doOnCancel(cancelled::incrementAndGet);
        });
    }

    /** Reads what it tells: the probability itself. */
    static List<TokenChance> read(String json) {
        double probability = Double.parseDouble(json);
        return List.of(new TokenChance(probability, probability, 1 - probability));
    }
}
