package dev.drover.gateway.command;

import dev.drover.gateway.hub.ModelFolder;
import dev.drover.gateway.roster.ModelFiles;
import dev.drover.herd.train.Recipe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lists the models that are there: bundled ones and those that were pulled. */
final class ModelList implements Command {

    private final ModelFiles files;

    ModelList() {
        this(ModelFiles.in(Path.of("")));
    }

    ModelList(ModelFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "model list";
    }

    @Override
    public String summary() {
        return "List the models that are there, bundled and pulled.";
    }

    @Override
    public String usage() {
        return """
                Usage: ./drover model list [--json]

                  --json   a line of JSON a model

                Each by the name that commands take (in a policy's model document with bundled: or hub: before it), with
                its size, formats by their share of the weights, architecture, context length and file.""";
    }

    @Override
    public int run(List<String> args, PrintStream out, PrintStream err) {
        Arguments arguments = Arguments.of(args, Set.of(), Set.of("json")).alone();
        List<ModelSummary> models = new ArrayList<>();
        try {
            for (Recipe recipe : Recipe.all()) {
                if (files.bundles(recipe.name())) {
                    Path file = files.file("bundled:" + recipe.name());
                    models.add(ModelSummary.of(recipe.name(), Files.size(file), file));
                }
            }
            for (ModelFolder.Kept kept : files.pulled().models()) {
                models.add(ModelSummary.of(kept.name().toString(), kept.bytes(), kept.file()));
            }
        } catch (IOException failure) {
            err.println("drover model list: " + files.cache() + " cannot be read: " + failure.getMessage());
            return FAILED;
        }
        if (arguments.flag("json")) {
            JsonLines.json(models, out);
        } else {
            JsonLines.table(models, out);
        }
        return DONE;
    }
}
