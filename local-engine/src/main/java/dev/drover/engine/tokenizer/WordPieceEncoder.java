package dev.drover.engine.tokenizer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * WordPiece as of BERT (Devlin et al. 2018): a text is cleaned and cut into words, and a word becomes the longest token
 * that begins it, then the longest that goes on, and so forth. Files mark the tokens that begin a word with U+2581 and
 * leave those that go on bare. A word that cannot be written so, or has more than 100 characters, is unknown.
 */
final class WordPieceEncoder implements TextEncoder {

    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> plain;
    private final int unknown;
    private final int longest;
    private final boolean lowercase;
    private final boolean stripsAccents;

    /**
     * Creates one.
     *
     * @param table the tokens
     * @param lowercase whether the model knows small letters alone
     * @param stripsAccents whether it knows letters without accents alone
     */
    WordPieceEncoder(TokenTable table, boolean lowercase, boolean stripsAccents) {
        this.plain = table.plain();
        this.unknown = table.unknown();
        this.longest = plain.keySet().stream().mapToInt(String::length).max().orElse(0);
        this.lowercase = lowercase;
        this.stripsAccents = stripsAccents;
    }

    @Override
    public void encode(String text, TokenList target) {
        for (String word : words(simplified(text))) {
            if (!write(SentencePieceEncoder.BLANK + word, target) && unknown >= 0) {
                target.add(unknown);
            }
        }
    }

    /** The text in the letters that the model knows. */
    private String simplified(String text) {
        StringBuilder simple = new StringBuilder(text.length());
        String given = stripsAccents ? Normalizer.normalize(text, Normalizer.Form.NFD) : text;
        given.codePoints().forEach(character -> {
            if (!stripsAccents || Character.getType(character) != Character.NON_SPACING_MARK) {
                simple.appendCodePoint(lowercase ? Character.toLowerCase(character) : character);
            }
        });
        return simple.toString();
    }

    /** The words between blanks; punctuation and ideographs are words of their own, control characters are nothing. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(character -> {
            boolean blank = isBlank(character);
            boolean alone = isPunctuation(character) || isIdeograph(character);
            if ((blank || alone) && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (alone) {
                words.add(Character.toString(character));
            } else if (!blank && !isNothing(character)) {
                word.appendCodePoint(character);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isBlank(int character) {
        return character == '\t' || character == '\n' || character == '\r' || character == 0x85
                || Character.isSpaceChar(character);
    }

    private static boolean isNothing(int character) {
        return character == 0xFFFD || switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.UNASSIGNED, Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int character) {
        boolean sign = (character >= '!' && character <= '/') || (character >= ':' && character <= '@')
                || (character >= '[' && character <= '`') || (character >= '{' && character <= '~');
        return sign || switch (Character.getType(character)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                true;
            default -> false;
        };
    }

    /** The blocks of ideographs that BERT cuts character by character; kana and Hangul are words as any other. */
    private static boolean isIdeograph(int character) {
        return (character >= 0x4E00 && character <= 0x9FFF) || (character >= 0x3400 && character <= 0x4DBF)
                || (character >= 0x20000 && character <= 0x2A6DF) || (character >= 0x2A700 && character <= 0x2CEAF)
                || (character >= 0xF900 && character <= 0xFAFF) || (character >= 0x2F800 && character <= 0x2FA1F);
    }

    /** Adds a word's tokens; nothing where it has none. */
    private boolean write(String word, TokenList target) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD + 1) {
            return false;
        }
        TokenList tokens = new TokenList();
        int from = 0;
        while (from < word.length()) {
            int end = Math.min(word.length(), from + longest);
            Integer token = null;
            while (end > from) {
                token = plain.get(word.substring(from, end));
                if (token != null) {
                    break;
                }
                end--;
            }
            if (token == null) {
                return false;
            }
            tokens.add(token);
            from = end;
        }
        for (int token : tokens.toArray()) {
            target.add(token);
        }
        return true;
    }
}
