package dev.drover.engine.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Metadata of small vocabularies made up for tests. */
final class Sketch {

    static final List<String> SPECIALS = List.of("<|bos|>", "<|end|>", "<|user|>");
    static final int FIRST_BYTE = SPECIALS.size();
    static final int FIRST_MERGE = FIRST_BYTE + 256;

    private Sketch() {}

    /** Byte level: special tokens, a token for each byte, and the merges given. */
    static Map<String, Object> byteLevel(String pre, String... merges) {
        List<String> tokens = new ArrayList<>(SPECIALS);
        for (int value = 0; value < 256; value++) {
            tokens.add(String.valueOf(ByteAlphabet.character(value)));
        }
        for (String merge : merges) {
            tokens.add(merge.replace(" ", ""));
        }
        int[] types = new int[tokens.size()];
        Arrays.fill(types, 1);
        Arrays.fill(types, 0, FIRST_BYTE, 3);
        return new HashMap<>(Map.of("tokenizer.ggml.model", "gpt2", "tokenizer.ggml.pre", pre, "tokenizer.ggml.tokens",
                List.copyOf(tokens), "tokenizer.ggml.merges", List.of(merges), "tokenizer.ggml.token_type", types,
                "tokenizer.ggml.bos_token_id", 0, "tokenizer.ggml.eos_token_id", 1));
    }

    /** SentencePiece: unknown, bos, eos, a fallback for each byte, and the tokens given, each with its score. */
    static Map<String, Object> sentencePiece(Map<String, Float> scored) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        for (int value = 0; value < 256; value++) {
            tokens.add("<0x%02X>".formatted(value));
        }
        float[] scores = new float[tokens.size() + scored.size()];
        int[] types = new int[scores.length];
        Arrays.fill(types, 1);
        Arrays.fill(types, 0, 259, 6);
        types[0] = 2;
        types[1] = 3;
        types[2] = 3;
        scored.forEach((text, score) -> {
            scores[tokens.size()] = score;
            tokens.add(text);
        });
        return new HashMap<>(Map.of("tokenizer.ggml.model", "llama", "tokenizer.ggml.tokens", List.copyOf(tokens),
                "tokenizer.ggml.scores", scores, "tokenizer.ggml.token_type", types, "tokenizer.ggml.bos_token_id", 1,
                "tokenizer.ggml.eos_token_id", 2, "tokenizer.ggml.unknown_token_id", 0));
    }

    /** The tokens' texts, for assertions that can be read. */
    static List<String> texts(GgufVocabulary vocabulary, int[] tokens) {
        return Arrays.stream(tokens).mapToObj(vocabulary::text).toList();
    }
}
