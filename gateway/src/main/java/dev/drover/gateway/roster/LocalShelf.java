package dev.drover.gateway.roster;

import dev.drover.inference.ModelClient;
import dev.drover.inference.token.EmbeddingModel;
import dev.drover.inference.token.TokenModel;
import dev.drover.policy.Model;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The models that are loaded in this process. A model whose name and files have not changed is taken again as it is;
 * those that the last good round did not take are given back. Used by one thread at a time.
 */
final class LocalShelf {

    private final TokenModels models;
    private final ModelFiles files;
    private final Map<Key, Loaded> loaded = new HashMap<>();
    private final Set<Key> taken = new HashSet<>();
    private Set<Key> kept = Set.of();

    /** A model that was loaded. */
    sealed interface Loaded {}

    /** A model that answers, and its client. */
    record Answering(TokenModel model, ModelClient client, double parameters) implements Loaded {}

    /** A model that makes embeddings. */
    record Embedding(EmbeddingModel model) implements Loaded {}

    private record Key(String name, FilePrint model, List<FilePrint> adapters, List<Double> scales) {}

    LocalShelf(TokenModels models, ModelFiles files) {
        this.models = models;
        this.files = files;
    }

    /**
     * A model.
     *
     * @param source where its file is, and those of its adapters
     * @throws IllegalArgumentException when it cannot be loaded, with why
     */
    Loaded take(String name, Model.Local source) {
        Path file = files.file(source.file());
        List<TokenModels.AdapterFile> adapters = source.adapters()
                .stream()
                .map(adapter -> new TokenModels.AdapterFile(files.file(adapter.file()), adapter.scale()))
                .toList();
        Key key = new Key(name, FilePrint.of(file),
                adapters.stream().map(adapter -> FilePrint.of(adapter.file())).toList(),
                adapters.stream().map(TokenModels.AdapterFile::scale).toList());
        taken.add(key);
        return loaded.computeIfAbsent(key, absent -> load(name, file, adapters));
    }

    private Loaded load(String name, Path file, List<TokenModels.AdapterFile> adapters) {
        if (adapters.isEmpty() && models.makesEmbeddings(file)) {
            return new Embedding(models.loadEmbeddings(name, file));
        }
        TokenModel model = models.load(name, file, adapters);
        return new Answering(model, models.client(name, model), models.parameters(model));
    }

    /**
     * Ends a round of taking: gives back what is not kept.
     *
     * @param good whether to keep what was taken in this round; else it was in vain, and what the last good one took stays
     */
    void sweep(boolean good) {
        if (good) {
            kept = Set.copyOf(taken);
        }
        loaded.entrySet().removeIf(entry -> {
            boolean unused = !kept.contains(entry.getKey());
            if (unused) {
                switch (entry.getValue()) {
                    case Answering answering -> models.release(answering.model());
                    case Embedding embedding -> models.release(embedding.model());
                }
            }
            return unused;
        });
        taken.clear();
    }
}
