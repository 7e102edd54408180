package dev.drover.engine.random;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a random model of an architecture has beside Llama's tensors and keys.
 *
 * @param name what people call it
 * @param architecture what its keys begin with
 * @param traits what its layers have
 */
record RandomStyle(String name, String architecture, List<Trait> traits) {

    /** What a layer has. */
    enum Trait {

        /** Biases of queries, keys and values. */
        BIASES,
        /** Norms of queries and keys. */
        QUERY_KEY_NORMS,
        /** Norms of what a part adds. */
        POST_NORMS,
        /** Queries, keys and values in one matrix, gate and up in one. */
        FUSED,
        /** Experts. */
        EXPERTS,
        /** Beside them one that serves every token, with a gate. */
        SHARED_EXPERT,
        /** No head but the embedding. */
        TIED,
        /** Half of the context as a window. */
        WINDOW,
        /** Caps of scores and logits. */
        CAPS,
        /** Granite's factors. */
        FACTORS
    }

    /** How many experts there are, where there are some, and how many serve a token. */
    static final int EXPERTS = 8;
    static final int USED = 2;

    private static final List<RandomStyle> ALL = List.of(style("llama"), llama("mistral", Trait.WINDOW),
            llama("mixtral", Trait.EXPERTS), style("internlm2"), style("ernie4_5"), style("qwen2", Trait.BIASES),
            style("qwen2moe", Trait.BIASES, Trait.EXPERTS, Trait.SHARED_EXPERT), style("qwen3", Trait.QUERY_KEY_NORMS),
            style("qwen3moe", Trait.QUERY_KEY_NORMS, Trait.EXPERTS), style("gemma", Trait.TIED),
            style("gemma2", Trait.POST_NORMS, Trait.TIED, Trait.WINDOW, Trait.CAPS),
            style("gemma3", Trait.POST_NORMS, Trait.QUERY_KEY_NORMS, Trait.TIED, Trait.WINDOW),
            style("phi3", Trait.FUSED, Trait.WINDOW), style("glm4", Trait.FUSED, Trait.POST_NORMS),
            style("granite", Trait.FACTORS), style("granitemoe", Trait.FACTORS, Trait.EXPERTS));

    private static RandomStyle style(String architecture, Trait... traits) {
        return new RandomStyle(architecture, architecture, List.of(traits));
    }

    /** A model that is no Llama but whose file says so. */
    private static RandomStyle llama(String name, Trait... traits) {
        return new RandomStyle(name, "llama", List.of(traits));
    }

    /** The names of all architectures there are, in the order of their families. */
    static List<String> names() {
        return ALL.stream().map(RandomStyle::name).toList();
    }

    /**
     * The style of an architecture.
     *
     * @throws IllegalArgumentException when there is none
     */
    static RandomStyle of(String name) {
        for (RandomStyle style : ALL) {
            if (style.name.equals(name)) {
                return style;
            }
        }
        throw new IllegalArgumentException(
                "architecture: " + name + " (expected: one of " + String.join(", ", names()) + ")");
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The numbers between the matrices of an expert: those used have together about as many as a plain layer. */
    static int expertHidden(RandomShape shape) {
        return (shape.hidden() / USED + 31) / 32 * 32;
    }

    /** The deviation of embeddings with which activations begin near 1. */
    double embeddingDeviation(RandomShape shape) {
        if (has(Trait.FACTORS)) {
            return 1.0 / 12;
        }
        return has(Trait.TIED) ? 1 / Math.sqrt(shape.width()) : 1;
    }

    /** The metadata that Llama's has not. */
    Map<String, Object> metadata(RandomShape shape) {
        Map<String, Object> own = new LinkedHashMap<>();
        int headSize = shape.width() / shape.heads();
        if (!name.equals("llama")) {
            own.put("attention.key_length", headSize);
            own.put("attention.value_length", headSize);
        }
        if (has(Trait.WINDOW)) {
            own.put("attention.sliding_window", Math.max(1, shape.context() / 2));
        }
        if (has(Trait.CAPS)) {
            own.put("attn_logit_softcapping", 50f);
            own.put("final_logit_softcapping", 30f);
        }
        if (has(Trait.FACTORS)) {
            own.put("embedding_scale", 12f);
            own.put("residual_scale", 0.22f);
            own.put("attention.scale", 1f / headSize);
            own.put("logit_scale", 2f);
        }
        if (has(Trait.EXPERTS)) {
            own.put("expert_count", EXPERTS);
            own.put("expert_used_count", USED);
            own.put("expert_feed_forward_length", expertHidden(shape));
        }
        if (has(Trait.SHARED_EXPERT)) {
            own.put("expert_shared_feed_forward_length", shape.hidden());
        }
        return own;
    }
}
