package dev.drover.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into the pieces that merges never cross. Each expression in turn cuts the pieces of the one before: what it
 * matches becomes a piece, and so does what lies between two matches.
 *
 * @param expressions in their order
 * @param wholeTokens whether a piece that is a token is taken as it is, without merges
 * @param addsBos whether the model wants a first token where its file does not say
 */
record Pretokenizer(List<Pattern> expressions, boolean wholeTokens, boolean addsBos) {

    private static final Map<String, Pretokenizer> CATALOGUE = PretokenizerCatalogue.all();

    /** The one that model files know by a name; null if there is none. */
    static @Nullable Pretokenizer named(String name) {
        return CATALOGUE.get(name);
    }

    /** All names, in their order. */
    static List<String> names() {
        return CATALOGUE.keySet().stream().sorted().toList();
    }

    /** The pieces of a text, which put together are the text again. */
    List<String> pieces(String text) {
        int[] ends = {text.length()};
        for (Pattern expression : expressions) {
            ends = cut(ends, expression.matcher(text));
        }
        List<String> pieces = new ArrayList<>(ends.length);
        int from = 0;
        for (int end : ends) {
            pieces.add(text.substring(from, end));
            from = end;
        }
        return pieces;
    }

    private static int[] cut(int[] ends, Matcher matcher) {
        TokenList cuts = new TokenList();
        int from = 0;
        for (int end : ends) {
            matcher.region(from, end);
            while (from < end && matcher.find()) {
                if (matcher.start() > from) {
                    cuts.add(matcher.start());
                }
                cuts.add(matcher.end());
                from = matcher.end();
            }
            if (from < end) {
                cuts.add(end);
            }
            from = end;
        }
        return cuts.toArray();
    }
}
