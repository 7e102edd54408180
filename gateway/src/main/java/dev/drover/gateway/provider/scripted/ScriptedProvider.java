package dev.drover.gateway.provider.scripted;

import dev.drover.gateway.provider.EmbeddingModel;
import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.Provider;
import dev.drover.inference.ModelClient;
import dev.drover.inference.SeveralChoices;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import java.net.URI;
import java.util.List;

/**
 * Answers by its options, without a network: what it says, which tool it calls, how long it takes and how it fails. The
 * same request is always answered alike.
 */
public final class ScriptedProvider implements Provider {

    private static final int LONGEST_MILLIS = 3_600_000;

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public URI url() {
        return URI.create("scripted://scripted");
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(
                Option.text("text", "This is a scripted answer.", List.of(), "What it says, a word at a time."),
                Option.flag("echo", false, "Whether it says the last user's text instead."),
                Option.flag("strict", true,
                        "Whether it refuses what only other providers can do; else it answers as if nothing were said."),
                Option.number("logprob", 0.0, -100, 0, "How probable it finds each of its words, as a logarithm."),
                Option.text("reasoning", "", List.of(), "What it thinks first."),
                Option.text("tool", "", List.of(),
                        "The function it calls; \"*\" calls the first tool of the request, if there is any."),
                Option.text("arguments", "{}", List.of(), "The arguments of its call."),
                Option.integer("calls", 1, 1, 64, "How many calls it makes at once."),
                Option.integer("firstMillis", 0, 0, LONGEST_MILLIS, "How long it takes to begin."),
                Option.integer("pieceMillis", 0, 0, LONGEST_MILLIS, "How long it takes from piece to piece."),
                Option.text("fault", Fault.NONE.word(), Fault.words(), "How it fails."),
                Option.integer("faultAfter", 2, 0, 1_000_000, "After how many pieces a stream fails."),
                Option.integer("dimensions", 8, 1, 100_000, "How many numbers its embeddings have."));
    }

    @Override
    public ModelClient client(Endpoint endpoint) {
        ScriptedClient client = new ScriptedClient(endpoint.label(), endpoint.deployment().call().options());
        return new EmbeddingModel(new SeveralChoices(client), client);
    }
}
