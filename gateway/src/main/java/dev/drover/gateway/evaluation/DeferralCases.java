package dev.drover.gateway.evaluation;

import dev.drover.cascade.sequence.Calibration;
import dev.drover.cascade.sequence.Probe;
import dev.drover.cascade.sequence.SequenceCascade;
import dev.drover.gateway.roster.Answerer;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import dev.drover.policy.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** Has both models of a deferral answer tasks, and records what a threshold is to be found from. */
public final class DeferralCases {

    private final Answerer weak;
    private final Answerer strong;
    private final SequenceCascade cascade;
    private final String name;

    /**
     * Creates one.
     *
     * @param deferral a deferral of a roster
     * @throws IllegalArgumentException when it is none
     */
    public DeferralCases(Answerer deferral) {
        if (!(deferral.client() instanceof SequenceCascade both) || deferral.members().size() != 2) {
            throw new IllegalArgumentException(
                    "deferral: " + deferral.name() + " is none (expected: the name of one in a policy's deferrals)");
        }
        this.cascade = both;
        this.weak = deferral.members().get(0);
        this.strong = deferral.members().get(1);
        this.name = deferral.name();
    }

    /** What is recorded; another run cannot go on with its file. */
    private record Subject(String deferral, String weak, String strong, int tasks, String tasksHash, int limit) {}

    /**
     * Asks, one task after the other, or goes on asking. Ends with the first failure of a model; what was recorded before stays.
     *
     * @param tasks what both are asked, at temperature 0
     * @param limit how many tokens an answer may have
     * @param file where cases are recorded
     * @param progress told the number of tasks done
     * @throws IllegalArgumentException when the file records another run
     */
    public Mono<List<Calibration.Case>> recorded(Frontier.Tasks tasks, int limit, Path file, IntConsumer progress) {
        return Mono.defer(() -> {
            RunRecords<Calibration.Case> records = RunRecords.open(file,
                    new Subject(name, weak.name(), strong.name(), tasks.tasks().size(), tasks.hash(), limit),
                    new TypeReference<>() {});
            int done = records.all().size();
            return Flux.fromIterable(tasks.tasks().subList(done, tasks.tasks().size()))
                    .concatMap(task -> asked(task, limit))
                    .doOnNext(one -> {
                        records.add(one);
                        progress.accept(records.all().size());
                    })
                    .then(Mono.fromSupplier(records::all));
        });
    }

    private Mono<Calibration.Case> asked(Task task, int limit) {
        ChatRequest request = ChatRequest.of(name, task.messages()).withSampling(Sampling.GREEDY).withMaxTokens(limit);
        Mono<Probe> whole = strong.client()
                .stream(request.withModel(strong.name()))
                .collectList()
                .map(DeferralCases::whole);
        return cascade.probe(request)
                .zipWith(whole,
                        (first, second) -> new Calibration.Case(first.confidence(),
                                task.grading().apply(first.text()).right(), task.grading().apply(second.text()).right(),
                                cost(first.usage(), weak.price()), cost(second.usage(), strong.price())));
    }

    private static Probe whole(List<AnswerPart> parts) {
        StringBuilder text = new StringBuilder();
        Usage usage = Usage.NONE;
        for (AnswerPart part : parts) {
            if (part instanceof AnswerPart.Text piece) {
                text.append(piece.text());
            } else if (part instanceof Usage used) {
                usage = used;
            }
        }
        return new Probe(1, text.toString(), usage);
    }

    private static double cost(Usage used, Model.Price price) {
        return (used.promptTokens() * price.inputPerMillion() + used.completionTokens() * price.outputPerMillion())
                / 1e6;
    }
}
