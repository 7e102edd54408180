package dev.drover.engine.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The tokens of a model file: their texts, what kind each is of, and which of them begin and end a text or an answer.
 *
 * <p>
 * A token counts as control when the file says so, when it is bos, eos or the like, or when it is user-defined and
 * written like a mark. Files get the latter wrong often enough, and text that a user writes must not become structure.
 */
final class TokenTable {

    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TYPES = "tokenizer.ggml.token_type";
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    private static final Set<String> ENDINGS = Set.of("<|end|>", "<|im_end|>", "<|eot_id|>", "<|eom_id|>",
            "<|end_of_text|>", "<|endoftext|>", "<end_of_turn>", "</s>", "<|eot|>", "<EOT>",
            "<\uFF5Cend\u2581of\u2581sentence\uFF5C>");
    private static final Set<String> MARKS = Set.of("<s>", "</s>", "<unk>", "<pad>", "<bos>", "<eos>", "<EOT>",
            "<start_of_turn>", "<end_of_turn>", "[INST]", "[/INST]");

    private final List<String> texts;
    private final int[] types;
    private final BitSet endings = new BitSet();
    private final int bos;
    private final int eos;
    private final int unknown;

    TokenTable(Fields fields) {
        this.texts = fields.texts(TOKENS);
        if (texts.isEmpty()) {
            throw Fields.refusal(TOKENS, "none", "at least one token");
        }
        int size = texts.size();
        int[] given = fields.integers(TYPES, size);
        if (given == null) {
            this.types = new int[size];
            Arrays.fill(types, NORMAL);
        } else {
            this.types = given.clone();
        }
        this.bos = fields.token("tokenizer.ggml.bos_token_id", size);
        this.eos = fields.token("tokenizer.ggml.eos_token_id", size);
        int named = fields.token("tokenizer.ggml.unknown_token_id", size);
        this.unknown = named >= 0 ? named : firstUnknown();
        int[] ends = {eos, fields.token("tokenizer.ggml.eot_token_id", size),
                fields.token("tokenizer.ggml.eom_token_id", size)};
        promote(ends);
    }

    /** Files that do not name the token for what is unknown still say which is of that kind. */
    private int firstUnknown() {
        for (int token = 0; token < types.length; token++) {
            if (types[token] == UNKNOWN) {
                return token;
            }
        }
        return -1;
    }

    private void promote(int[] ends) {
        for (int end : ends) {
            if (end >= 0) {
                endings.set(end);
                types[end] = CONTROL;
            }
        }
        if (bos >= 0) {
            types[bos] = CONTROL;
        }
        for (int token = 0; token < types.length; token++) {
            if (types[token] == USER_DEFINED && isMark(texts.get(token))) {
                types[token] = CONTROL;
            }
            if (types[token] == CONTROL && ENDINGS.contains(texts.get(token))) {
                endings.set(token);
            }
        }
    }

    private static boolean isMark(String text) {
        boolean bars = text.startsWith("<|") && text.endsWith("|>");
        boolean wideBars = text.startsWith("<\uFF5C") && text.endsWith("\uFF5C>");
        return bars || wideBars || MARKS.contains(text);
    }

    int size() {
        return types.length;
    }

    List<String> texts() {
        return texts;
    }

    String text(int token) {
        return texts.get(token);
    }

    int bos() {
        return bos;
    }

    int eos() {
        return eos;
    }

    /** The token for what cannot be written otherwise; -1 if there is none. */
    int unknown() {
        return unknown;
    }

    boolean endsAnswer(int token) {
        return endings.get(token);
    }

    boolean isControl(int token) {
        return types[token] == CONTROL;
    }

    boolean isUserDefined(int token) {
        return types[token] == USER_DEFINED;
    }

    boolean isUnknown(int token) {
        return types[token] == UNKNOWN;
    }

    boolean isUnused(int token) {
        return types[token] == UNUSED;
    }

    /** The byte, 0 to 255, that a token is the fallback for; -1 for other tokens. */
    int fallbackByte(int token) {
        String text = texts.get(token);
        boolean fallback = types[token] == BYTE && text.length() == 6 && text.startsWith("<0x") && text.endsWith(">")
                && HexFormat.isHexDigit(text.charAt(3)) && HexFormat.isHexDigit(text.charAt(4));
        return fallback ? HexFormat.fromHexDigits(text, 3, 5) : -1;
    }

    /** The fallback token of each byte; -1 where there is none. */
    int[] fallbacks() {
        int[] fallbacks = new int[256];
        Arrays.fill(fallbacks, -1);
        for (int token = 0; token < types.length; token++) {
            int value = fallbackByte(token);
            if (value >= 0 && fallbacks[value] < 0) {
                fallbacks[value] = token;
            }
        }
        return fallbacks;
    }

    /** The ids of the tokens that plain text can become, by their text. */
    Map<String, Integer> plain() {
        Map<String, Integer> plain = HashMap.newHashMap(types.length);
        for (int token = 0; token < types.length; token++) {
            boolean structure = types[token] == CONTROL || types[token] == UNKNOWN || types[token] == UNUSED
                    || types[token] == BYTE;
            if (!structure) {
                plain.putIfAbsent(texts.get(token), token);
            }
        }
        return plain;
    }

    /** A finder of tokens in text. */
    Marks marks(IntPredicate which) {
        Marks marks = new Marks();
        for (int token = 0; token < types.length; token++) {
            if (which.test(token)) {
                marks.add(texts.get(token), token);
            }
        }
        return marks;
    }
}
