package dev.drover.inference.decode;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Grammar;
import dev.drover.inference.grammar.GrammarText;
import dev.drover.inference.grammar.TokenGrammar;
import dev.drover.inference.schema.JsonSchema;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.ToolForm;
import dev.drover.inference.token.Vocabulary;
import dev.drover.inference.tool.MarkedVocabulary;
import dev.drover.inference.tool.ToolGrammar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request's format and tools allow an answer to be. Grammars of the last requests are kept with their masks. Safe for
 * use by many threads.
 */
final class AnswerRules {

    private static final int KEPT = 32;

    private final Vocabulary vocabulary;
    private final @Nullable Vocabulary marked;
    private final @Nullable ToolForm form;
    private final Map<Key, TokenGrammar> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(AnswerFormat format, ToolUse tools) {}

    AnswerRules(Vocabulary vocabulary, @Nullable ToolForm form) {
        this.vocabulary = vocabulary;
        this.form = form;
        this.marked = form == null ? null : new MarkedVocabulary(vocabulary, form);
    }

    /** The vocabulary as an answer's text is made of it: with the marks around calls, where calls are wanted. */
    Vocabulary vocabulary(ChatRequest request) {
        return marked != null && request.options().tools().wanted() ? marked : vocabulary;
    }

    /**
     * What holds an answer to its form.
     *
     * @throws Rejected when the form cannot be held to
     */
    Adjustment of(ChatRequest request) {
        ToolUse asked = request.options().tools();
        ToolUse tools = asked.wanted() ? asked : ToolUse.NONE;
        AnswerFormat format = request.options().format();
        if (tools.choice() instanceof ToolChoice.Named(String name)
                && tools.tools().stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new Rejected(400, "invalid_value", "tool_choice",
                    "tool_choice: " + name + " (expected: a function of tools); add it there");
        }
        boolean free = tools.choice() instanceof ToolChoice.Auto && tools.tools().stream().noneMatch(Tool::strict);
        if (format instanceof AnswerFormat.Text && free) {
            return Adjustment.NONE;
        }
        Key key = new Key(format, tools);
        TokenGrammar known;
        synchronized (kept) {
            known = kept.get(key);
        }
        return known != null ? known : keep(key, new TokenGrammar(grammar(format, tools), vocabulary(request)));
    }

    private TokenGrammar keep(Key key, TokenGrammar made) {
        synchronized (kept) {
            TokenGrammar first = kept.putIfAbsent(key, made);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            return first == null ? made : first;
        }
    }

    private Grammar grammar(AnswerFormat format, ToolUse tools) {
        try {
            if (form == null || !tools.wanted()) {
                return switch (format) {
                    case AnswerFormat.Json json -> JsonSchema.anyObject();
                    case AnswerFormat.Schema schema -> JsonSchema.grammar(schema.schema());
                    case AnswerFormat.Grammar grammar -> GrammarText.read(grammar.text());
                    case AnswerFormat.Text text -> throw new IllegalStateException("text needs no grammar");
                };
            }
            Map<String, Expression> rules = new LinkedHashMap<>();
            rules.put("root", ToolGrammar.answers(form, tools, text(format, rules), rules));
            return Grammar.of(rules, "root");
        } catch (IllegalArgumentException invalid) {
            String field = format instanceof AnswerFormat.Text ? "tools"
                    : format instanceof AnswerFormat.Grammar ? "grammar" : "response_format";
            String place = format instanceof AnswerFormat.Schema && !tools.wanted()
                    ? "response_format.json_schema.schema: "
                    : "";
            throw new Rejected(400, "invalid_value", field, place + invalid.getMessage());
        }
    }

    /** What may be written instead of calls; null for any text. */
    private static @Nullable Expression text(AnswerFormat format, Map<String, Expression> rules) {
        return switch (format) {
            case AnswerFormat.Text text -> null;
            case AnswerFormat.Json json -> JsonSchema.add("{\"type\":\"object\"}", "response_format", rules);
            case AnswerFormat.Schema schema -> JsonSchema.add(schema.schema(), "response_format", rules);
            case AnswerFormat.Grammar grammar -> throw new IllegalArgumentException(
                    "grammar: given beside tools (expected: one of the two); write the calls into the grammar");
        };
    }
}
