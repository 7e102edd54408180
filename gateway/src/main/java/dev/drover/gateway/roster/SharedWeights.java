package dev.drover.gateway.roster;

import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.adapter.Adapter;
import dev.drover.engine.adapter.AdapterSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models of files, of which those of one file share its weights, and those with one adapter its numbers. Safe for use by many threads. */
final class SharedWeights {

    private final LocalEngine engine;
    private final Map<FilePrint, Family> families = new HashMap<>();
    private volatile List<LocalModel> each = List.of();

    SharedWeights(LocalEngine engine) {
        this.engine = engine;
    }

    /** The models of one file. */
    private record Family(List<LocalModel> models, Map<FilePrint, Adapter> adapters) {}

    /**
     * Opens a model.
     *
     * @throws dev.drover.engine.gguf.InvalidModelFile when the file or an adapter cannot be used
     * @throws IOException when a file cannot be read
     */
    synchronized LocalModel open(String name, Path file, List<TokenModels.AdapterFile> adapters) throws IOException {
        FilePrint print = FilePrint.of(file);
        Family known = families.get(print);
        if (known != null) {
            return join(known, name, adapters);
        }
        LocalModel base = engine.open(name, file);
        Family family = new Family(new ArrayList<>(List.of(base)), new HashMap<>());
        if (adapters.isEmpty()) {
            families.put(print, family);
            look();
            return base;
        }
        try {
            LocalModel model = join(family, name, adapters);
            families.put(print, family);
            return model;
        } finally {
            family.models().remove(base);
            base.close();
            look();
        }
    }

    private static LocalModel join(Family family, String name, List<TokenModels.AdapterFile> adapters)
            throws IOException {
        LocalModel model = family.models().getFirst().sharing(name, set(family, adapters));
        family.models().add(model);
        return model;
    }

    private static AdapterSet set(Family family, List<TokenModels.AdapterFile> files) throws IOException {
        List<AdapterSet.Part> parts = new ArrayList<>();
        for (TokenModels.AdapterFile file : files) {
            FilePrint print = FilePrint.of(file.file());
            Adapter adapter = family.adapters().get(print);
            if (adapter == null) {
                adapter = family.models().getFirst().adapter(file.file());
                family.adapters().put(print, adapter);
            }
            parts.add(new AdapterSet.Part(adapter, (float) file.scale()));
        }
        return new AdapterSet(parts);
    }

    /** Gives a model back; the weights leave with the last of their models. */
    synchronized void close(LocalModel model) {
        families.values().forEach(family -> family.models().remove(model));
        families.values().removeIf(family -> family.models().isEmpty());
        look();
        model.close();
    }

    private void look() {
        each = families.values().stream().map(family -> family.models().getFirst()).toList();
    }

    /** One model for each file; does not wait for one that is being opened. */
    List<LocalModel> each() {
        return each;
    }
}
