package dev.drover.engine.tokenizer;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pretokenizers that model files know by name. The expressions are those of the models' own tokenizers, written so
 * that no text makes them slow: where a run cannot match otherwise its quantifier is possessive, and a run of blanks is
 * looked at from its beginning alone.
 */
final class PretokenizerCatalogue {

    private static final String CONTRACTIONS = "'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])";

    private static final String BLANKS = "|\\s+(?!\\S)|\\s++";

    private static final String GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++" + BLANKS;

    private static final String WORD = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}++";

    private static final String SIGNS = "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+";

    private static final String LINES = "|\\s*[\\r\\n]++" + BLANKS;

    private static final String LLAMA3 = CONTRACTIONS + WORD + "|\\p{N}{1,3}+" + SIGNS + LINES;

    private static final String QWEN2 = CONTRACTIONS + WORD + "|\\p{N}" + SIGNS + LINES;

    private static final String QWEN35 = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]++|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{M}\\p{N}]++[\\r\\n]*+" + LINES;

    private static final String MINICPM5 = CONTRACTIONS + WORD + "|\\p{N}++" + SIGNS + LINES;

    private static final String SEED_CODER = CONTRACTIONS + WORD + "|\\p{N}| ?[^\\s\\p{L}\\p{N}\\r\\n]++" + LINES;

    private static final String BAILING = CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}" + SIGNS
            + "|\\s*[\\r\\n]" + BLANKS;

    /** What a word can begin with and what it can go on with, where capitals begin a word. */
    private static final String CAPITAL = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String SMALL = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";

    private static final String SIGNS_AND_SLASHES = "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n/]*+";

    private static final String TEKKEN = cased(CAPITAL, SMALL, "") + "|\\p{N}" + SIGNS_AND_SLASHES + LINES;

    private static final String GPT4O = cased(CAPITAL, SMALL, "(?:" + CONTRACTIONS + ")?+") + "|\\p{N}{1,3}+"
            + SIGNS_AND_SLASHES + LINES;

    private static final String KIMI = "[\\p{IsHan}]++|"
            + cased("[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]",
                    "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]", "(?:" + CONTRACTIONS + ")?+")
            + "|\\p{N}{1,3}+" + SIGNS + LINES;

    private static final String[] FALCON = {"[\\p{P}$+<=>^~|`]++", GPT2, "[0-9][0-9][0-9]"};

    private static final String BLOOM = " ?[^(\\s|.,!?\\x{2026}\\x{3002}\\x{FF0C}\\x{3001}\\x{964}\\x{6D4}\\x{60C})]++";

    /** The letters with case that DeepSeek's first tokenizer lists: those of the scripts common on the web. */
    private static final String CASED = "[\\p{Lu}\\p{Ll}\\p{Lt}"
            + "&&[\\x{0}-\\x{FFFF}\\x{10400}-\\x{1044F}\\x{104B0}-\\x{104FB}\\x{10C80}-\\x{10CF2}\\x{118A0}-\\x{118DF}"
            + "\\x{1E900}-\\x{1E943}]&&[^\\x{560}\\x{588}\\x{10C7}\\x{10CD}\\x{10D0}-\\x{10FF}\\x{1C80}-\\x{1C8F}"
            + "\\x{2D00}-\\x{2D2D}\\x{A790}-\\x{A7FF}\\x{AB30}-\\x{AB68}]]";

    private static final String MARKS = "[!-/:-~\\x{FF01}-\\x{FF0F}\\x{FF1A}-\\x{FF5E}\\x{2018}-\\x{201F}"
            + "\\x{3000}-\\x{3002}]";

    private static final String EAST_ASIAN = "[\\x{800}-\\x{9FA5}\\x{AC00}-\\x{D7FF}]++";

    private static final String[] DEEPSEEK_LLM = {"[\\r\\n]", "\\s?" + CASED + "++", "\\s?" + MARKS + "++",
            "(?<!\\s)\\s++\\z", EAST_ASIAN, "\\p{N}++"};

    private static final String[] DEEPSEEK_CODER = {"[\\r\\n]", "\\s?\\p{L}++", "\\s?\\p{P}++", EAST_ASIAN, "\\p{N}"};

    private static final String[] DEEPSEEK3 = {"\\p{N}{1,3}+",
            "[\\x{4E00}-\\x{9FA5}\\x{3040}-\\x{309F}\\x{30A0}-\\x{30FF}]++",
            "[!-/:-@\\[-`{-~][A-Za-z]++|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]++| ?[\\p{P}\\p{S}]++[\\r\\n]*+"
                    + LINES};

    private PretokenizerCatalogue() {}

    /** A word that may begin with capitals: small letters behind them, or capitals alone. */
    private static String cased(String capital, String small, String behind) {
        String before = "[^\\r\\n\\p{L}\\p{N}]?";
        return before + capital + "*" + small + "++" + behind + "|" + before + capital + "++" + small + "*+" + behind;
    }

    /** All of them by name. */
    static Map<String, Pretokenizer> all() {
        Map<String, Pretokenizer> all = new TreeMap<>();
        put(all, of(GPT2), "default", "gpt-2", "gpt-neox", "mpt", "olmo", "phi-2", "jais", "trillion",
                "granite-docling", "exaone4", "gigachat", "modern-bert", "mellum", "a.x-4.0", "roberta-bpe", "jina-es",
                "jina-de", "jina-v1-en", "jina-v2-es", "jina-v2-de", "jina-v2-code");
        put(all, llama3(LLAMA3), "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "lfm2",
                "midm-2.0", "jina-v5-nano");
        put(all, llama3(TEKKEN), "tekken");
        put(all, of(LLAMA3), "dbrx", "smaug-bpe", "chatglm-bpe", "glm4");
        put(all, of(QWEN2), "qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "hunyuan", "grok-2", "kormo", "f2llmv2",
                "solar-open");
        put(all, of(QWEN35), "qwen35");
        put(all, of("\\p{N}", GPT2), "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b",
                "mellum2");
        put(all, of(FALCON), "falcon");
        put(all, of(GPT4O), "gpt-4o", "llama4", "kanana2");
        put(all, of(KIMI), "kimi-k2");
        put(all, of(BLOOM), "bloom", "gpt3-finnish", "poro-chat");
        put(all, of(BLOOM, "\\p{N}"), "viking");
        put(all, of(SEED_CODER), "seed-coder");
        put(all, of(BAILING), "bailingmoe", "bailingmoe2", "llada-moe");
        put(all, of(DEEPSEEK_LLM), "deepseek-llm");
        put(all, of(DEEPSEEK_CODER), "deepseek-coder");
        put(all, of(DEEPSEEK3), "deepseek-v3", "hunyuan-dense", "joyai-llm");
        put(all, new Pretokenizer(of("\\p{N}{1,3}+", MINICPM5).expressions(), true, false), "minicpm5");
        return Map.copyOf(all);
    }

    private static void put(Map<String, Pretokenizer> all, Pretokenizer pretokenizer, String... names) {
        Stream.of(names).forEach(name -> all.put(name, pretokenizer));
    }

    private static Pretokenizer llama3(String expression) {
        return new Pretokenizer(of(expression).expressions(), true, true);
    }

    private static Pretokenizer of(String... expressions) {
        return new Pretokenizer(Stream.of(expressions)
                .map(expression -> Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS))
                .toList(), false, false);
    }
}
