package dev.drover.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into the pieces that merges never cross. Each expression in turn cuts the pieces of the one before: what it
 * matches becomes a piece, and so does what lies between two matches.
 *
 * <p>
 * The expressions are those of the models' own tokenizers, written so that no text makes them slow: where a run cannot
 * match otherwise its quantifier is possessive, and a run of blanks is looked at from its beginning alone.
 *
 * @param expressions in their order
 * @param wholeTokens whether a piece that is a token is taken as it is, without merges
 * @param addsBos whether the model wants a first token where its file does not say
 */
record Pretokenizer(List<Pattern> expressions, boolean wholeTokens, boolean addsBos) {

    private static final String CONTRACTIONS = "'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])";

    private static final String GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++"
            + "|\\s+(?!\\S)|\\s++";

    private static final String REST = "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s*[\\r\\n]++|\\s+(?!\\S)|\\s++";

    private static final String LLAMA3 = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}++|\\p{N}{1,3}+" + REST;

    private static final String QWEN2 = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}++|\\p{N}" + REST;

    /** The letters with case that DeepSeek's first tokenizer lists: those of the scripts common on the web. */
    private static final String CASED = "[\\p{Lu}\\p{Ll}\\p{Lt}"
            + "&&[\\x{0}-\\x{FFFF}\\x{10400}-\\x{1044F}\\x{104B0}-\\x{104FB}\\x{10C80}-\\x{10CF2}\\x{118A0}-\\x{118DF}"
            + "\\x{1E900}-\\x{1E943}]&&[^\\x{560}\\x{588}\\x{10C7}\\x{10CD}\\x{10D0}-\\x{10FF}\\x{1C80}-\\x{1C8F}"
            + "\\x{2D00}-\\x{2D2D}\\x{A790}-\\x{A7FF}\\x{AB30}-\\x{AB68}]]";

    private static final String MARKS = "[!-/:-~\\x{FF01}-\\x{FF0F}\\x{FF1A}-\\x{FF5E}\\x{2018}-\\x{201F}"
            + "\\x{3000}-\\x{3002}]";

    private static final String[] DEEPSEEK_LLM = {"[\\r\\n]", "\\s?" + CASED + "++", "\\s?" + MARKS + "++",
            "(?<!\\s)\\s++\\z", "[\\x{800}-\\x{9FA5}\\x{AC00}-\\x{D7FF}]++", "\\p{N}++"};

    private static final Map<String, Pretokenizer> CATALOGUE = catalogue();

    private static Map<String, Pretokenizer> catalogue() {
        Map<String, Pretokenizer> catalogue = new TreeMap<>();
        Pretokenizer gpt2 = of(GPT2);
        Stream.of("default", "gpt-2", "gpt-neox", "mpt", "olmo", "phi-2", "jais", "trillion", "granite-docling",
                "exaone4", "gigachat", "modern-bert").forEach(name -> catalogue.put(name, gpt2));
        Pretokenizer llama3 = new Pretokenizer(of(LLAMA3).expressions(), true, true);
        Stream.of("llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "lfm2")
                .forEach(name -> catalogue.put(name, llama3));
        Stream.of("dbrx", "smaug-bpe", "chatglm-bpe", "glm4").forEach(name -> catalogue.put(name, of(LLAMA3)));
        Stream.of("qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "hunyuan", "grok-2")
                .forEach(name -> catalogue.put(name, of(QWEN2)));
        Stream.of("starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b")
                .forEach(name -> catalogue.put(name, of("\\p{N}", GPT2)));
        catalogue.put("deepseek-llm", of(DEEPSEEK_LLM));
        return Map.copyOf(catalogue);
    }

    private static Pretokenizer of(String... expressions) {
        return new Pretokenizer(Stream.of(expressions)
                .map(expression -> Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS))
                .toList(), false, false);
    }

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
