package dev.drover.gateway.command;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.quality.Perplexity;
import dev.drover.inference.InferenceFailure;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures how well a model foretells a text, also beside another. */
final class ModelPerplexity implements Command {

    private static final int WINDOW = 512;

    @Override
    public String name() {
        return "model perplexity";
    }

    @Override
    public String summary() {
        return "Measure how well a model foretells a text, also beside a reference.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover model perplexity --model NAME|FILE --text FILE [OPTIONS]

                  --model NAME|FILE       a bundled model or a GGUF file
                  --text FILE             %s
                  --reference NAME|FILE   a model to compare with, such as the one this was quantized from
                  --context N             tokens in a window, each foretold from those before it in the window
                                          (default: 512, or the context length where that is less)
                  --tokens N              how many of the text's tokens count at most (default: all)
                  --json                  a line of JSON

                Perplexity is e to the mean surprise. Divergence is Kullback and Leibler's of the model from the
                reference, in nats a token: 0 when they say the same.""".formatted(TextTokens.EXPECTED);
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments
                .of(args, Set.of("model", "text", "reference", "context", "tokens"), Set.of("json"))
                .alone();
        String name = arguments.required("model");
        arguments.required("text");
        try (LocalEngine engine = LocalEngine.standard()) {
            LocalModel model = LocalFiles.open(engine, "model", name);
            @Nullable
            LocalModel reference = arguments.text("reference")
                    .map(other -> LocalFiles.open(engine, "reference", other))
                    .orElse(null);
            int longest = reference == null ? model.contextLength()
                    : Math.min(model.contextLength(), reference.contextLength());
            int window = arguments.whole("context", Math.min(WINDOW, longest), 2, longest);
            int[] tokens = TextTokens.of(model, arguments);
            Perplexity.Result result = Perplexity.measure(model, reference, tokens, window,
                    new Progress("model perplexity", tokens.length, err));
            if (arguments.flag("json")) {
                JsonLines.json(List.of(result), out);
            } else {
                JsonLines.table(List.of(result), out);
            }
            return DONE;
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("--" + wrong.getMessage());
        } catch (InferenceFailure failure) {
            err.println("drover model perplexity: " + failure.getMessage());
            return FAILED;
        }
    }
}
