package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.gateway.evaluation.HerdEvaluation;
import dev.drover.gateway.evaluation.HerdItems;
import dev.drover.gateway.evaluation.Outcomes;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import dev.drover.router.Objective;
import dev.drover.router.evaluation.RouterEvaluation;
import dev.drover.router.quality.RouterModel;
import dev.drover.router.strategy.HerdStrategy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Trains the bundled policy's router on what the herd makes of its dev items. */
final class HerdRouter implements Command {

    @Override
    public String name() {
        return "herd router";
    }

    @Override
    public String summary() {
        return "Train the router on the herd's own outcomes.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover herd router --out FILE [OPTIONS]

                  --out FILE    where the router is written
                  --items N     dev items, mixed as requests are expected to come (default: 3000)
                  --threads N   how many items are asked at a time (default: 1)

                One half of the items trains the heads, the other says how they do.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("out", "items", "threads"), Set.of()).alone();
        Path target = arguments.text("out")
                .map(Path::of)
                .orElseThrow(() -> new Misuse("--out: missing (expected: the file to write)"));
        if (!Files.isWritable(Objects.requireNonNull(target.toAbsolutePath().getParent()))) {
            throw Arguments.wrong("out", target.toString(), "a file in a folder that can be written to");
        }
        int count = arguments.whole("items", 3_000, 40, 1_000_000);
        int threads = arguments.whole("threads", 1, 1, 64);
        try (LocalEngine engine = LocalFiles.forComparing(1)) {
            Herd herd = new Herd(engine, err);
            List<Item> items = HerdItems.traffic(Part.DEV, count);
            Outcomes outcomes = Outcomes.of(items, herd.contenders(), threads,
                    new Progress("herd router", items.size(), err));
            Outcomes training = outcomes.half(0);
            RouterModel model = HerdEvaluation.train(training);
            Files.write(target, model.toBytes());
            RouterEvaluation unseen = HerdEvaluation.route(HerdStrategy.of(model, 0.5, 200), outcomes.half(1),
                    herd.candidates(outcomes.meanMillis()), new Objective(1, 0.3, 0.05), 0.5, Herd.VERIFIER);
            out.printf("%s: %d items, heads %s, hash %s%n", target, training.items().size(), model.heads(),
                    model.hash());
            out.printf("on the other half: routed %.3f, best single %s %.3f, oracle %.3f%n", unseen.routed(),
                    unseen.bestSingle(), unseen.singles().get(unseen.bestSingle()), unseen.oracle());
            unseen.groups().forEach((group, result) -> out.printf("%s: %s%n", group, result));
            return DONE;
        } catch (IOException failure) {
            err.println("drover herd router: " + target + " cannot be written: " + failure.getMessage());
            return FAILED;
        }
    }
}
