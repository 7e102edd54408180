package dev.drover.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

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
        return encodeWithSpecials(text, new BitSet(0));
    }

    @Override
    public int[] encodeWithSpecials(String text) {
        BitSet structure = new BitSet(text.length());
        structure.set(0, text.length());
        return encodeWithSpecials(text, structure);
    }

    @Override
    public int[] encodeWithSpecials(String given, BitSet structure) {
        String text = wellFormed(given);
        TokenList tokens = new TokenList();
        int from = 0;
        int at = 0;
        int structureEnd = 0;
        while (at < text.length()) {
            if (at >= structureEnd && structure.get(at)) {
                structureEnd = Math.min(structure.nextClearBit(at), text.length());
            }
            int token = special(text, at, structureEnd);
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

    /** The longest token that stands at a place as it is: a user-defined one, or a control token within structure. */
    private int special(String text, int at, int structureEnd) {
        int token = userDefined.longestAt(text, at, text.length());
        int structural = at < structureEnd ? all.longestAt(text, at, structureEnd) : -1;
        boolean longer = structural >= 0 && (token < 0 || table.text(structural).length() > table.text(token).length());
        return longer ? structural : token;
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
    public int mark(String text) {
        int token = all.longestAt(text, 0, text.length());
        return token >= 0 && table.isControl(token) && table.text(token).equals(text) ? token : -1;
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
