package dev.drover.gateway.roster;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import dev.drover.inference.token.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes embeddings with a model of this process: several texts of a request at a time, each whole. A text that is too
 * long is refused before any is computed, never cut.
 */
final class LocalEmbeddings implements ModelClient, EmbeddingClient {

    private static final int AT_ONCE = 8;

    private final EmbeddingModel model;
    private final List<Integer> cuts;

    /**
     * Uses a model.
     *
     * @param cuts the numbers of dimensions to which its vectors may be cut, besides its own
     */
    LocalEmbeddings(EmbeddingModel model, List<Integer> cuts) {
        for (int cut : cuts) {
            if (cut > model.dimensions()) {
                throw new IllegalArgumentException(
                        "dimensions: " + cut + " (expected: at most the model's own " + model.dimensions() + ")");
            }
        }
        this.model = model;
        this.cuts = List.copyOf(cuts);
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.error(new Rejected(400, "unsupported_operation", "model",
                "model: " + model.name() + " makes embeddings alone (expected: a model that answers)"));
    }

    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return Mono.defer(() -> {
            int wanted = dimensions(request);
            List<int[]> inputs = inputs(request);
            int read = inputs.stream().mapToInt(tokens -> tokens.length).sum();
            return Flux.fromIterable(inputs)
                    .flatMapSequential(tokens -> Mono.fromCallable(() -> cut(model.embed(tokens), wanted))
                            .subscribeOn(Schedulers.boundedElastic()), AT_ONCE)
                    .collectList()
                    .map(vectors -> new EmbeddingAnswer(vectors, new Usage(read, 0, 0), null));
        }).subscribeOn(Schedulers.boundedElastic());
    }

    private int dimensions(EmbeddingRequest request) {
        Integer wanted = request.dimensions();
        if (wanted == null || wanted == model.dimensions() || cuts.contains(wanted)) {
            return wanted == null ? model.dimensions() : wanted;
        }
        throw new Rejected(400, "invalid_value", "dimensions", "dimensions: " + wanted + " (expected: "
                + model.dimensions()
                + (cuts.isEmpty()
                        ? ", all that model " + model.name() + " makes: nobody has declared that its vectors may be cut"
                        : " or one of " + cuts)
                + ")");
    }

    private List<int[]> inputs(EmbeddingRequest request) {
        List<int[]> inputs = new ArrayList<>();
        for (String text : request.texts()) {
            inputs.add(checked(inputs.size(), () -> model.tokens(text)));
        }
        for (int[] tokens : request.tokens()) {
            inputs.add(checked(inputs.size(), () -> model.marked(tokens)));
        }
        return inputs;
    }

    private int[] checked(int index, Supplier<int[]> reading) {
        String name = "input[" + index + "]";
        int[] tokens;
        try {
            tokens = reading.get();
        } catch (IllegalArgumentException unknown) {
            throw new Rejected(400, "invalid_value", name, name + ": " + unknown.getMessage());
        }
        if (tokens.length > model.contextLength()) {
            throw new Rejected(400, "context_length_exceeded", name,
                    name + ": " + tokens.length + " tokens (expected: at most " + model.contextLength() + " for model "
                            + model.name() + ", its marks included); cut it into parts");
        }
        return tokens;
    }

    /** A vector's first numbers, brought to length 1 again. */
    private static float[] cut(float[] vector, int wanted) {
        if (wanted == vector.length) {
            return vector;
        }
        double squares = 0;
        for (int i = 0; i < wanted; i++) {
            squares += (double) vector[i] * vector[i];
        }
        float factor = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        float[] first = new float[wanted];
        for (int i = 0; i < wanted; i++) {
            first[i] = vector[i] * factor;
        }
        return first;
    }
}
