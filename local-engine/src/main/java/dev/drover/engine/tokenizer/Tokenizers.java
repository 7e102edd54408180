package dev.drover.engine.tokenizer;

import dev.drover.engine.gguf.InvalidModelFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes the vocabulary that a model file's metadata describes. */
public final class Tokenizers {

    private static final String MODEL = "tokenizer.ggml.model";
    private static final String PRE = "tokenizer.ggml.pre";
    private static final String MERGES = "tokenizer.ggml.merges";
    private static final String SCORES = "tokenizer.ggml.scores";
    private static final String ADD_BOS = "tokenizer.ggml.add_bos_token";
    private static final String ADD_EOS = "tokenizer.ggml.add_eos_token";
    private static final String ADD_SEPARATOR = "tokenizer.ggml.add_sep_token";
    private static final String SEPARATOR = "tokenizer.ggml.seperator_token_id";
    private static final String LOWERCASE = "tokenizer.ggml.normalizer.lowercase";
    private static final String STRIP_ACCENTS = "tokenizer.ggml.normalizer.strip_accents";
    private static final String ADD_SPACE = "tokenizer.ggml.add_space_prefix";

    private Tokenizers() {}

    /**
     * The vocabulary of a model file, chosen by {@code tokenizer.ggml.model}, which is {@code gpt2}, {@code llama} or
     * {@code bert}, and for the first by {@code tokenizer.ggml.pre}. A file without the latter, or with {@code default}, gets GPT-2's
     * expression, as files had it before there were others.
     *
     * @param metadata the file's metadata by key; arrays are lists of strings, {@code float[]} and {@code int[]}
     * @throws InvalidModelFile when a value is missing, of another type, out of range or not in the catalogue
     */
    public static GgufVocabulary of(Map<String, Object> metadata) {
        Fields fields = new Fields(metadata);
        String model = fields.text(MODEL);
        return switch (model) {
            case "gpt2" -> byteLevel(fields);
            case "llama" -> sentencePiece(fields);
            case "bert" -> wordPiece(metadata);
            case null, default -> throw Fields.refusal(MODEL, model == null ? "absent" : model, "gpt2, llama or bert");
        };
    }

    private static GgufVocabulary byteLevel(Fields fields) {
        String given = fields.text(PRE);
        String name = given == null ? "default" : given;
        Pretokenizer pretokenizer = Pretokenizer.named(name);
        if (pretokenizer == null) {
            throw Fields.refusal(PRE, name, "one of " + String.join(", ", Pretokenizer.names()));
        }
        TokenTable table = new TokenTable(fields);
        List<String> merges = fields.texts(MERGES);
        ByteLevelEncoder encoder = new ByteLevelEncoder(table, merges, pretokenizer);
        Digest digest = new Digest().add("gpt2").add(name).add(table.texts()).add(merges);
        return new FileVocabulary(table, new FileVocabulary.Kind(encoder, true,
                fields.truth(ADD_BOS, pretokenizer.addsBos()), fields.truth(ADD_EOS, false)), digest.hex());
    }

    private static GgufVocabulary sentencePiece(Fields fields) {
        TokenTable table = new TokenTable(fields);
        float[] scores = fields.numbers(SCORES, table.size());
        if (scores == null) {
            throw Fields.refusal(SCORES, "absent", "a score for each token");
        }
        SentencePieceEncoder encoder = new SentencePieceEncoder(table, scores, fields.truth(ADD_SPACE, true));
        Digest digest = new Digest().add("llama").add("").add(table.texts()).add(scores);
        return new FileVocabulary(table,
                new FileVocabulary.Kind(encoder, false, fields.truth(ADD_BOS, true), fields.truth(ADD_EOS, false)),
                digest.hex());
    }

    /** The marks at the ends of a text are called cls and sep, in old files alone. */
    private static GgufVocabulary wordPiece(Map<String, Object> metadata) {
        Map<String, Object> named = new HashMap<>(metadata);
        otherwise(named, "tokenizer.ggml.bos_token_id", "tokenizer.ggml.cls_token_id");
        otherwise(named, "tokenizer.ggml.eos_token_id", SEPARATOR);
        Fields fields = new Fields(named);
        TokenTable table = new TokenTable(fields);
        boolean lowercase = fields.truth(LOWERCASE, true);
        boolean stripsAccents = fields.truth(STRIP_ACCENTS, lowercase);
        Digest digest = new Digest().add("bert").add(lowercase + " " + stripsAccents).add(table.texts());
        WordPieceEncoder encoder = new WordPieceEncoder(table, lowercase, stripsAccents);
        return new FileVocabulary(table, new FileVocabulary.Kind(encoder, false, fields.truth(ADD_BOS, true),
                fields.truth(ADD_EOS, fields.truth(ADD_SEPARATOR, true))), digest.hex());
    }

    private static void otherwise(Map<String, Object> metadata, String key, String other) {
        Object value = metadata.get(other);
        if (value != null) {
            metadata.putIfAbsent(key, value);
        }
    }

    /** A SHA-256 over texts and numbers, each text with its length before it. */
    private static final class Digest {

        private final MessageDigest sha256;

        Digest() {
            try {
                this.sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256: absent (expected: in every Java runtime)", e);
            }
        }

        Digest add(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length));
            sha256.update(utf8);
            return this;
        }

        Digest add(List<String> texts) {
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, texts.size()));
            texts.forEach(this::add);
            return this;
        }

        Digest add(float[] numbers) {
            ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Float.BYTES);
            buffer.asFloatBuffer().put(numbers);
            sha256.update(buffer);
            return this;
        }

        String hex() {
            return HexFormat.of().formatHex(sha256.digest());
        }
    }
}
