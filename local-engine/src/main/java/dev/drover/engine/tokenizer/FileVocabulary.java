package dev.drover.engine.tokenizer;

import java.nio.charset.StandardCharsets;

/** The tokens of a model file with the encoder of their kind. Immutable. */
final class FileVocabulary implements GgufVocabulary {

    private static final byte[] NOTHING = {};
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    /** What differs between kinds of tokenizers. */
    record Kind(TextEncoder encoder, boolean byteAlphabet, boolean addsBos, boolean addsEos) {}

    private final TokenTable table;
    private final Kind kind;
    private final String identity;
    private final Marks userDefined;
    private final Marks all;

    FileVocabulary(TokenTable table, Kind kind, String identity) {
        this.table = table;
        this.kind = kind;
        this.identity = identity;
        this.userDefined = table.marks(table::isUserDefined);
        this.all = table.marks(token -> table.isUserDefined(token) || table.isControl(token));
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public int[] encode(String text) {
        return encode(text, userDefined);
    }

    @Override
    public int[] encodeWithSpecials(String text) {
        return encode(text, all);
    }

    private int[] encode(String given, Marks marks) {
        String text = wellFormed(given);
        TokenList tokens = new TokenList();
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            int token = marks.longestAt(text, at);
            if (token < 0) {
                at++;
                continue;
            }
            encode(text.substring(from, at), tokens);
            tokens.add(token);
            at += table.text(token).length();
            from = at;
        }
        encode(text.substring(from), tokens);
        return tokens.toArray();
    }

    private void encode(String plain, TokenList tokens) {
        if (!plain.isEmpty()) {
            kind.encoder().encode(plain, tokens);
        }
    }

    /** A text in which lone surrogates, which have no UTF-8, are question marks. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int token) {
        if (table.isControl(token) || table.isUnused(token)) {
            return NOTHING;
        }
        if (table.isUnknown(token)) {
            return REPLACEMENT.clone();
        }
        int fallback = table.fallbackByte(token);
        if (fallback >= 0) {
            return new byte[] {(byte) fallback};
        }
        String text = table.text(token);
        if (table.isUserDefined(token)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return kind.byteAlphabet() ? ByteAlphabet.bytes(text)
                : text.replace(SentencePieceEncoder.BLANK, ' ').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean endsAnswer(int token) {
        return table.endsAnswer(token);
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public int bos() {
        return table.bos();
    }

    @Override
    public int eos() {
        return table.eos();
    }

    @Override
    public boolean addsBos() {
        return kind.addsBos() && table.bos() >= 0;
    }

    @Override
    public boolean addsEos() {
        return kind.addsEos() && table.eos() >= 0;
    }

    @Override
    public String text(int token) {
        return table.text(token);
    }

    @Override
    public boolean isControl(int token) {
        return table.isControl(token);
    }
}
