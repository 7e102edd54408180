package dev.drover.router.quality;

import dev.drover.inference.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns a conversation into features.
 *
 * <p>A prompt is worded in ways nobody has seen before, so the features look at it from several distances. <em>Letters:</em>
 * runs of 3 to 5 letters within a word, with its borders, so that {@code adding} resembles {@code add}. <em>Words</em>,
 * case folded. <em>Pairs and triples</em> of neighbours over a skeleton in which each number is the number of its digits,
 * each number word, each name in the middle of a sentence and each letter that stands alone is its class: {@code 37 + 58}
 * and {@code 12 + 60} are one triple, and so are {@code was Ban Dolan} and {@code was Tis Kuror}. Operators and other
 * symbols are words of their own. And the <em>shape</em> of the whole ({@link PromptShape}). Each group is brought to the
 * same length before all are hashed, with a sign, into a vector of length 1.
 *
 * <p>The last user message decides; up to two user messages before it count a third. System prompts, which rarely say
 * what is asked, are left out. Of a text longer than 3,000 characters its first and last 1,500 are read, so the time is
 * bounded.
 */
final class PromptFeatures {

    private static final int LONGEST = 3_000;
    private static final int EARLIER_TURNS = 2;
    private static final float EARLIER_WEIGHT = 0.1f;
    private static final int LONGEST_WORD = 24;
    private static final long NUMBER_CLASS = 0x6e756d0000L;
    private static final long NUMBER_WORD_CLASS = 0x6e77640000L;
    private static final long NAME_CLASS = 0x6e616d0000L;
    private static final long LETTER_CLASS = 0x6c65740000L;
    private static final long EDGE = 0x6564670000L;
    private static final Set<String> NUMBER_WORDS = Set.of("zero", "two", "three", "four", "five", "six", "seven",
            "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
            "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
            "hundred", "thousand", "dozen");

    private final char[] text;
    private final FeatureTable table;
    private final PromptShape shape = new PromptShape();
    private float weight = 1;
    private boolean counted = true;
    private long before;
    private long beforeThat;
    private int beforeStart;
    private int beforeThatStart;
    private boolean sentenceStart;

    private PromptFeatures(char[] text) {
        this.text = text;
        this.table = new FeatureTable(text.length * 4);
    }

    /** The features of a conversation in 2^bits buckets. */
    static FeatureVector of(List<Message> messages, int bits) {
        List<String> turns = new ArrayList<>();
        for (int i = messages.size() - 1; i >= 0 && turns.size() <= EARLIER_TURNS; i--) {
            if (messages.get(i).role().equals("user")) {
                turns.add(joined(shortened(messages.get(i).content(), turns.isEmpty() ? LONGEST : LONGEST / 6)));
            }
        }
        PromptFeatures features = new PromptFeatures(String.join("", turns).toCharArray());
        int start = 0;
        for (int i = 0; i < turns.size(); i++) {
            features.weight = i == 0 ? 1 : EARLIER_WEIGHT;
            features.counted = i == 0;
            features.read(start, start + turns.get(i).length());
            start += turns.get(i).length();
        }
        features.shape.addTo(features.table, turns.size());
        return features.table.vector(bits, features.text);
    }

    private static String shortened(String content, int longest) {
        return content.length() <= longest ? content
                : content.substring(0, longest / 2) + "\n" + content.substring(content.length() - longest / 2);
    }

    /** The text with the apostrophes inside its words left out: {@code what's} is often written {@code whats}. */
    private static String joined(String content) {
        if (content.indexOf('\'') < 0 && content.indexOf('’') < 0) {
            return content;
        }
        StringBuilder joined = new StringBuilder(content.length());
        for (int i = 0; i < content.length(); i++) {
            char letter = content.charAt(i);
            boolean apostrophe = (letter == '\'' || letter == '’') && i > 0 && i + 1 < content.length()
                    && Character.isLetter(content.charAt(i - 1)) && Character.isLetter(content.charAt(i + 1));
            if (!apostrophe) {
                joined.append(letter);
            }
        }
        return joined.toString();
    }

    private void read(int start, int end) {
        before = EDGE;
        beforeThat = 0;
        beforeStart = start;
        sentenceStart = true;
        int at = start;
        while (at < end) {
            char letter = text[at];
            if (Character.isLetter(letter)) {
                at = word(at, end);
            } else if (Character.isDigit(letter)) {
                at = number(at, end);
            } else if (Character.isWhitespace(letter)) {
                if (letter == '\n' && counted) {
                    shape.line();
                    sentenceStart = true;
                }
                at++;
            } else {
                at = symbol(at, end);
            }
        }
        chain(EDGE + 1, end, end);
    }

    private int word(int start, int end) {
        int at = start;
        long hash = 17;
        boolean capital = Character.isUpperCase(text[start]) && start + 1 < end
                && Character.isLowerCase(text[start + 1]);
        while (at < end && Character.isLetter(text[at])) {
            text[at] = Character.toLowerCase(text[at]);
            hash = hash * 31 + text[at++];
        }
        boolean single = at - start == 1 && text[start] != 'a' && text[start] != 'i';
        boolean name = capital && !sentenceStart;
        long skeleton = single ? LETTER_CLASS : name ? NAME_CLASS : isNumberWord(start, at) ? NUMBER_WORD_CLASS : hash;
        table.add(hash, FeatureTable.WORD, weight, start, at);
        if (skeleton != hash) {
            table.add(skeleton, FeatureTable.WORD, weight, start, at);
        }
        if (counted) {
            shape.word(single, name);
        }
        letters(start, at);
        chain(skeleton, start, at);
        sentenceStart = false;
        return at;
    }

    private boolean isNumberWord(int start, int end) {
        int length = end - start;
        return length >= 3 && length <= 9 && NUMBER_WORDS.contains(new String(text, start, length));
    }

    /** Runs of 3 to 5 letters; the word's borders count as letters. */
    private void letters(int start, int end) {
        int last = Math.min(end, start + LONGEST_WORD);
        for (int from = start - 1; from < last; from++) {
            long hash = 7;
            int longest = Math.min(from + 5, last + 1);
            for (int to = from; to < longest; to++) {
                hash = hash * 0x9E3779B97F4A7C15L + (to < start ? 1 : to == last ? 2 : text[to]);
                if (to - from >= 2) {
                    table.add(hash, FeatureTable.LETTERS, weight, Math.max(from, start), Math.min(to + 1, last));
                }
            }
        }
    }

    private int number(int start, int end) {
        int at = start;
        while (at < end && Character.isDigit(text[at])) {
            at++;
        }
        long digits = NUMBER_CLASS + Math.min(at - start, 6);
        table.add(NUMBER_CLASS, FeatureTable.WORD, weight, start, at);
        table.add(digits, FeatureTable.WORD, weight, start, at);
        if (counted) {
            shape.number();
        }
        chain(NUMBER_CLASS, start, at);
        sentenceStart = false;
        return at;
    }

    /** One symbol, however often it is repeated. */
    private int symbol(int start, int end) {
        int at = start;
        while (at < end && text[at] == text[start]) {
            at++;
        }
        char plain = switch (text[start]) {
            case '−', '–', '—' -> '-';
            case '·', '✕', '✖', '×' -> '*';
            case '“', '”', '„' -> '"';
            case '‘', '’' -> '\'';
            default -> text[start];
        };
        table.add(plain, FeatureTable.WORD, weight, start, at);
        if (counted) {
            shape.symbol();
        }
        chain(plain, start, at);
        sentenceStart = plain == '.' || plain == '!' || plain == '?' || plain == ':' || sentenceStart;
        return at;
    }

    private void chain(long skeleton, int start, int end) {
        long pair = before * 0x9E3779B97F4A7C15L + skeleton;
        table.add(pair, FeatureTable.PAIR, weight, beforeStart, end);
        if (beforeThat != 0) {
            long triple = (beforeThat * 0x9E3779B97F4A7C15L + before) * 0x9E3779B97F4A7C15L + skeleton;
            table.add(triple, FeatureTable.TRIPLE, weight, beforeThatStart, end);
        }
        beforeThat = before;
        beforeThatStart = beforeStart;
        before = skeleton;
        beforeStart = start;
    }
}
