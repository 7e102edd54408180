package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.gateway.evaluation.HerdItems;
import dev.drover.gateway.evaluation.PairStudy;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fits how far a pair's confidences can be trusted, and who is right when its models differ. */
final class CalibratePair implements Command {

    @Override
    public String name() {
        return "calibrate pair";
    }

    @Override
    public String summary() {
        return "Fit a pair's confidences, and who of the two is right, for deferral rules.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover calibrate pair --out FILE [OPTIONS]

                  --out FILE    where the result is written, for rules' options calibration and head
                  --drafter M   the small model: a bundled name or a GGUF file (default: herd-drafter)
                  --verifier M  the large one, with the same tokens (default: herd-verifier)
                  --items N     items of the herd to fit on (default: 2100)
                  --part P      which part of the herd's items those are, train or dev (default: dev; on what models were
                                trained on they are surer than elsewhere)
                  --dev N       other items to measure on (default: 700)

                Both models read the items' answers. Fits temperature, Platt's curve and isotonic steps for each model's confidence
                and keeps what errs least on the other items, and logistic estimates of who is right.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("out", "drafter", "verifier", "items", "part", "dev"), Set.of())
                .alone();
        Path target = Path.of(arguments.required("out"));
        String small = arguments.text("drafter").orElse("herd-drafter");
        String large = arguments.text("verifier").orElse("herd-verifier");
        int count = arguments.whole("items", 2_100, 70, 1_000_000);
        int measuring = arguments.whole("dev", 700, 7, 1_000_000);
        List<Item> items = HerdItems.mixed(part(arguments), count);
        List<Item> others = HerdItems.mixed(Part.DEV, count + measuring).subList(count, count + measuring);
        try (LocalEngine engine = LocalFiles.forComparing(1)) {
            LocalModel drafter = LocalFiles.warm(engine, "drafter", small);
            LocalModel verifier = LocalFiles.warm(engine, "verifier", large);
            PairStudy.Result result = new PairStudy(drafter, verifier).of(items, others,
                    new Progress("calibrate pair", count + measuring, err));
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("drafter", small);
            about.put("verifier", large);
            about.put("items", count);
            Files.writeString(target, PairStudy.file(result, about));
            JsonLines.table(result.errors(), out);
            out.println();
            JsonLines.table(result.gains(), out);
            return DONE;
        } catch (IOException failure) {
            err.println("drover calibrate pair: " + target + " cannot be written: " + failure.getMessage());
            return FAILED;
        }
    }

    private static Part part(Arguments arguments) {
        String part = arguments.text("part").orElse("dev");
        return switch (part) {
            case "train" -> Part.TRAIN;
            case "dev" -> Part.DEV;
            default -> throw Arguments.wrong("part", part, "train or dev");
        };
    }
}
