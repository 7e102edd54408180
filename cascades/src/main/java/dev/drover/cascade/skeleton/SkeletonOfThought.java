package dev.drover.cascade.skeleton;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Skeleton-of-Thought (Ning et al., ICLR 2024): a model first lists the points of its answer, then writes all of them at the same
 * time, and the answer is their sequence. A long answer then takes the time of its outline and its longest point.
 *
 * <p>
 * It is worth it only for answers whose points do not need one another, so a question is first put to the model with what kind of
 * answer it wants (SoT-R); where it is not a list of points, where the outline has fewer than two, or where the request wants tools,
 * a format, several choices, log-probabilities, stop texts or what only a provider knows, the model answers as ever. The first point
 * is streamed as it is written; later ones are held back until those before them are through. Usage is that of all calls together: each
 * point reads the conversation and the outline again, which a server that keeps beginnings does not compute again. When one
 * call fails the answer does; cancelling cancels all.
 */
public final class SkeletonOfThought implements ModelClient {

    /** How many parts of a point that is not its turn yet are asked for at once. */
    private static final int HELD = 1_024;

    private final String model;
    private final ModelClient client;
    private final SkeletonOptions options;

    /**
     * Creates one.
     *
     * @param model the model it is asked for as
     * @param client who writes
     * @param options how
     */
    public SkeletonOfThought(String model, ModelClient client, SkeletonOptions options) {
        this.model = model;
        this.client = client;
        this.options = options;
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        ChatRequest asked = request.withModel(model);
        return fits(asked) ? Flux.defer(() -> new Writing(asked).parts()) : client.stream(asked);
    }

    private static boolean fits(ChatRequest request) {
        AnswerOptions wishes = request.options();
        Message last = request.messages().getLast();
        return !request.verbatim() && wishes.choices() == 1 && !wishes.tools().wanted() && wishes.logprobs() == null
                && wishes.format() instanceof AnswerFormat.Text && wishes.foreign().isEmpty()
                && request.stop().isEmpty() && last.role().equals("user") && !last.hasMedia();
    }

    @Override
    public InferenceFailure.@Nullable Rejected refusal(ChatRequest request) {
        return client.refusal(request);
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return client.countTokens(request);
    }

    /** One answer. */
    private final class Writing {

        private final ChatRequest request;
        private final AtomicReference<Usage> used = new AtomicReference<>(Usage.NONE);
        private final AtomicBoolean begun = new AtomicBoolean();
        private final AtomicBoolean cut = new AtomicBoolean();

        Writing(ChatRequest request) {
            this.request = request;
        }

        Flux<AnswerPart> parts() {
            Mono<Boolean> points = options.when() == SkeletonOptions.When.ALWAYS ? Mono.just(true)
                    : text(Skeleton.routing(request)).map(Skeleton::wanted);
            return points
                    .flatMap(wanted -> wanted
                            ? text(Skeleton.outline(request, options.points()))
                                    .map(outline -> Skeleton.read(outline, options.points()))
                            : Mono.just(new Skeleton(List.of())))
                    .flatMapMany(skeleton -> skeleton.points().size() < 2 ? plain() : written(skeleton));
        }

        private Mono<String> text(ChatRequest asked) {
            return client.stream(asked).map(part -> {
                note(part);
                return part instanceof AnswerPart.Text text ? text.text() : "";
            }).collect(Collectors.joining());
        }

        /** Adds what a call used. */
        private boolean note(AnswerPart part) {
            if (part instanceof Usage usage) {
                used.updateAndGet(before -> before.plus(usage));
                return true;
            }
            return false;
        }

        private Flux<AnswerPart> plain() {
            return client.stream(request).map(part -> part instanceof Usage usage ? used.get().plus(usage) : part);
        }

        private Flux<AnswerPart> written(Skeleton skeleton) {
            return Flux.range(0, skeleton.points().size())
                    .flatMapSequential(index -> point(skeleton, index), options.atOnce(), HELD)
                    .concatWith(Flux.defer(() -> Flux.just(
                            new AnswerPart.Facts(Map.of("skeleton", Map.of("points", skeleton.points().size()))),
                            new AnswerPart.Finish(0, cut.get() ? "length" : "stop"), used.get())));
        }

        private Flux<AnswerPart> point(Skeleton skeleton, int index) {
            String title = (index == 0 ? "" : "\n") + (index + 1) + ". " + skeleton.points().get(index) + ": ";
            return client.stream(skeleton.point(request, index))
                    .concatMapIterable(part -> kept(part, title, index == 0))
                    .filter(part -> !note(part));
        }

        /** What of a point's answer is part of the whole: its title where it begins, and its text. */
        private List<AnswerPart> kept(AnswerPart part, String title, boolean first) {
            return switch (part) {
                case AnswerPart.Begin begin ->
                    first && begun.compareAndSet(false, true) ? List.of(begin, new AnswerPart.Text(0, title))
                            : List.of(new AnswerPart.Text(0, title));
                case AnswerPart.Finish finish -> {
                    cut.compareAndSet(false, finish.reason().equals("length"));
                    yield List.of();
                }
                case AnswerPart.Text text -> List.of(text);
                case AnswerPart.Refusal refusal -> List.of(refusal);
                case Usage usage -> List.of(usage);
                default -> List.of();
            };
        }
    }
}
