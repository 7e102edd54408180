package dev.drover.gateway.command;

import dev.drover.gateway.hub.HubFailure;
import dev.drover.gateway.hub.HubModel;
import dev.drover.gateway.hub.HubSettings;
import dev.drover.gateway.hub.ModelFolder;
import dev.drover.gateway.hub.Puller;
import dev.drover.gateway.roster.ModelFiles;
import dev.drover.herd.train.CacheFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fetches a model from a hub. */
final class ModelPull implements Command {

    private final Map<String, String> environment;
    private final ModelFolder folder;

    ModelPull() {
        this(System.getenv(), ModelFiles.in(Path.of("")).pulled());
    }

    ModelPull(Map<String, String> environment, ModelFolder folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    @Override
    public String name() {
        return "model pull";
    }

    @Override
    public String summary() {
        return "Fetch a model from Hugging Face or another hub of its kind.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover model pull OWNER/NAME[@REVISION][:QUANTIZATION|FILE] [--token-file FILE]

                  OWNER/NAME          a repository with GGUF files, such as someone/story-1B-GGUF
                  @REVISION           a branch, tag or commit (default: main)
                  :QUANTIZATION       which of its models, such as Q4_K_M (default: the only one, else Q4_K_M)
                  :FILE               or its file, such as story-1B.Q4_K_M.gguf; of several, the first
                  --token-file FILE   a token for gated and private models (default: HF_TOKEN, HF_TOKEN_PATH,
                                      $HF_HOME/token or ~/.cache/huggingface/token)

                What was interrupted is gone on with by the same command. A file appears under its name only when its
                checksum is the hub's. Afterwards every command takes the name for a model, and a policy's model document
                says local: {file: "hub:OWNER/NAME:Q4_K_M"}. ./drover model list shows what is there.
                HF_ENDPOINT names another hub, HTTPS_PROXY and NO_PROXY a way to it, XDG_CACHE_HOME another folder.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of("token-file"), Set.of());
        if (arguments.rest().size() != 1) {
            throw new Misuse("model: " + String.join(" ", arguments.rest()) + " (expected: one, such as "
                    + "OWNER/NAME:Q4_K_M)");
        }
        HubModel model;
        HubSettings settings;
        try {
            model = HubModel.parse(arguments.rest().getFirst());
            settings = HubSettings.of(environment, CacheFolder.user(),
                    arguments.text("token-file").map(Path::of).orElse(null));
        } catch (IllegalArgumentException wrong) {
            throw new Misuse(String.valueOf(wrong.getMessage()));
        }
        try (Puller puller = new Puller(settings, folder)) {
            Path file = puller.pull(model, (path, size) -> new Transfer(path, size, System::nanoTime, err));
            out.println(file);
            return DONE;
        } catch (HubFailure refused) {
            err.println("\ndrover model pull: " + refused.getMessage());
            return FAILED;
        } catch (IOException failure) {
            err.println("\ndrover model pull: " + folder.root() + " cannot be written: " + failure.getMessage());
            return FAILED;
        }
    }
}
