package dev.drover.gateway.evaluation;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.SpeculativeDecoding;
import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.engine.schedule.Statistics;
import dev.drover.inference.Message;
import dev.drover.inference.token.Shaping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Cascades of eight clients at once, whose large model is large enough that the scheduler gathers its calls into passes. */
class SharedPassesTest {

    private static final int CLIENTS = 8;
    private static final int ANSWERS = 24;
    private static final int TOKENS = 12;
    private static final int BLOCK = 3;

    @TempDir
    Path folder;
    private LocalEngine engine;
    private LocalModel drafter;
    private LocalModel verifier;

    @BeforeEach
    void open() throws IOException {
        engine = new LocalEngine(EngineOptions.standard().withThreads(1));
        drafter = model("small", RandomShape.named("0.5M"), 7);
        verifier = model("large", new RandomShape("34M", 512, 10, 8, 8, 1536, 1024, 256), 8);
    }

    private LocalModel model(String name, RandomShape shape, int seed) throws IOException {
        Path file = folder.resolve(name + ".gguf");
        RandomModel.write(shape, BlockFormats.named("Q8_0"), seed, file);
        return engine.open(name, file);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<String> answers(Contender contender, int clients) throws InterruptedException, ExecutionException {
        Shaping shaping = new Shaping(.8, 20, 1, 0);
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            List<Future<String>> asked = IntStream.range(0, ANSWERS)
                    .mapToObj(seed -> pool.submit(
                            () -> contender.answer(List.of(Message.user("Number " + seed % 5)), shaping, seed, TOKENS)
                                    .text()))
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<String> one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    @Test
    void verificationsShareForwardPassesAndAnswersAreThoseOfOneAtATime()
            throws InterruptedException, ExecutionException {
        Contender pair = new Contender("pair", verifier,
                new SpeculativeDecoding(drafter, verifier, CascadeOptions.of("top-accept", .9, BLOCK)));
        List<String> alone = answers(pair, 1);
        Statistics before = verifier.statistics();
        assertThat(answers(pair, CLIENTS)).isEqualTo(alone);
        Statistics after = verifier.statistics();
        double rows = (after.rows() - before.rows()) / (double) (after.passes() - before.passes());
        assertThat(rows).as("tokens in a pass; one answer's block has four").isGreaterThan(2 * (BLOCK + 1));
    }

    @Test
    void clientsAreMeasuredTogetherAgainstTheLargeModelUnderTheSameLoad() {
        List<Task> tasks = IntStream.range(0, 4)
                .mapToObj(number -> new Task(List.of(Message.user("Number " + number)),
                        answer -> new Task.Graded(!answer.isEmpty(), true)))
                .toList();
        List<Integer> progress = new ArrayList<>();
        List<ClientsRun.Line> lines = new ClientsRun(drafter, drafter, 2).run(tasks,
                new CascadeBench.Plan(List.of("lossless"), List.of(BLOCK), List.of(0.0), 1), progress::add);
        assertThat(lines).extracting(ClientsRun.Line::rule).containsExactly("large", "small", "lossless");
        assertThat(progress).containsExactly(4);
        assertThat(lines.getFirst().overLarge()).isEqualTo(1);
        assertThat(lines.getFirst().draftedPerToken()).isZero();
        assertThat(lines.getLast().draftedPerToken()).isGreaterThan(.5);
        assertThat(lines.getLast().accuracy()).isEqualTo(lines.getFirst().accuracy());
    }
}
