package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.LocalModelClient;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Sampling;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints one completion of a local model. */
final class Complete implements Command {

    private static final Set<String> OPTIONS = Set.of("model", "prompt", "max-tokens", "temperature", "seed");

    @Override
    public String name() {
        return "complete";
    }

    @Override
    public String summary() {
        return "Print one completion of a local model.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover complete --model NAME|FILE --prompt TEXT [OPTIONS]

                  --model NAME|FILE   a bundled model (verifier, drafter, arith, ...) or a GGUF file
                  --prompt TEXT       what is asked
                  --max-tokens N      how long the completion may become (default: 256)
                  --temperature T     0 takes the most probable token (default: the model's own, else 1)
                  --seed N            where random numbers start (default: anywhere)
                  --raw               the prompt as it stands, without the model's chat template

                Prints the completion alone.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, OPTIONS, Set.of("raw")).alone();
        String name = arguments.required("model");
        String prompt = arguments.required("prompt");
        Sampling sampling = new Sampling(
                arguments.text("temperature").map(text -> Arguments.number("temperature", text, 0, 2)).orElse(null),
                null, null, null, seed(arguments));
        ChatRequest request = ChatRequest.of(name, prompt)
                .withSampling(sampling)
                .withMaxTokens(arguments.whole("max-tokens", 256, 1, 1_000_000));
        try (LocalEngine engine = LocalEngine.standard()) {
            LocalModel model = LocalFiles.open(engine, "model", name);
            new LocalModelClient(model).stream(arguments.flag("raw") ? request.continued() : request)
                    .ofType(AnswerPart.Text.class)
                    .doOnNext(part -> {
                        out.print(part.text());
                        out.flush();
                    })
                    .blockLast();
            out.println();
            return DONE;
        } catch (InferenceFailure failure) {
            err.println("drover complete: " + failure.getMessage());
            return FAILED;
        }
    }

    private static @Nullable Long seed(Arguments arguments) {
        String text = arguments.text("seed").orElse(null);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException noNumber) {
            throw Arguments.wrong("seed", text, "a whole number");
        }
    }
}
