package dev.drover.inference.tool;

import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import dev.drover.inference.grammar.CharacterSet;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Until;
import dev.drover.inference.json.JsonWriter;
import dev.drover.inference.schema.InvalidSchema;
import dev.drover.inference.schema.JsonSchema;
import dev.drover.inference.token.ToolForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model may write when it must call tools, or may call some that are strict. Arguments follow a tool's schema; of a
 * tool that is not strict, and whose schema cannot be held to, they are any object.
 */
public final class ToolGrammar {

    private static final Expression BLANK = new Rule("blank");
    private static final Expression LINE = Expression.optional(Expression.text("\n"));

    private final ToolForm form;
    private final Map<String, Expression> rules;
    private final List<Expression> calls = new ArrayList<>();

    private ToolGrammar(ToolForm form, ToolUse use, Map<String, Expression> rules) {
        this.form = form;
        this.rules = rules;
        JsonSchema.add("true", "any", rules);
        for (int i = 0; i < use.tools().size(); i++) {
            Tool tool = use.tools().get(i);
            if (!(use.choice() instanceof ToolChoice.Named(String name)) || name.equals(tool.name())) {
                String path = "tools[" + i + "].function.parameters";
                calls.add(marked() ? new MarkedArguments(form, rules).call(tool, path)
                        : call(tool, arguments(tool, path)));
            }
        }
    }

    /**
     * The answers that a model may give.
     *
     * @param form how it writes calls
     * @param use what it may call, and whether it must
     * @param text what it may write instead of calls; null for any text
     * @param rules to which those of the answers are added
     * @throws InvalidSchema when a strict tool's schema cannot be held to
     */
    public static Expression answers(ToolForm form, ToolUse use, @Nullable Expression text,
            Map<String, Expression> rules) {
        ToolGrammar grammar = new ToolGrammar(form, use, rules);
        boolean several = !Boolean.FALSE.equals(use.parallel());
        Expression calls = grammar.calls(several);
        if (!(use.choice() instanceof ToolChoice.Auto)) {
            return calls;
        }
        return text != null ? Expression.choice(text, calls) : grammar.behindText(calls, several);
    }

    private boolean marked() {
        return form == ToolForm.FUNCTION_MARKS || form == ToolForm.ARGUMENT_MARKS;
    }

    private Expression arguments(Tool tool, String path) {
        if (tool.schema() == null) {
            return Expression.text("{").then(BLANK, Expression.text("}"));
        }
        try {
            return JsonSchema.add(tool.schema(), path, rules);
        } catch (InvalidSchema notHeld) {
            if (tool.strict()) {
                throw notHeld;
            }
            return new Rule("object");
        }
    }

    private Expression call(Tool tool, Expression arguments) {
        return switch (form) {
            case HERMES, MISTRAL_LIST -> object(tool, "arguments", arguments);
            case LLAMA -> object(tool, "parameters", arguments);
            case MISTRAL_NAMED -> Expression.text(tool.name() + "[ARGS]").then(arguments);
            case FUNCTION_MARKS, ARGUMENT_MARKS ->
                throw new IllegalStateException(form + ": its arguments are no object");
        };
    }

    private static Expression object(Tool tool, String key, Expression arguments) {
        Expression colon = Expression.text(":").then(BLANK);
        return Expression.sequence(Expression.text("{"), BLANK, Expression.text("\"name\""), colon,
                Expression.text(JsonWriter.write(tool.name()) + ","), BLANK, Expression.text("\"" + key + "\""), colon,
                arguments, BLANK, Expression.text("}"));
    }

    /** One call or more, from the first mark to the last. */
    private Expression calls(boolean several) {
        Expression call = new Choice(calls);
        Expression mark = Expression.text(form.marks().getFirst());
        return switch (form) {
            case HERMES, FUNCTION_MARKS, ARGUMENT_MARKS -> list(mark.then(behind(call)), several, LINE);
            case LLAMA -> Expression.optional(mark).then(list(call, several, Expression.text(";").then(BLANK)));
            case MISTRAL_LIST -> mark.then(behind(call), list(several));
            case MISTRAL_NAMED -> list(mark.then(call), several, Expression.empty());
        };
    }

    /** What stands behind a mark, up to the end of the first call. */
    private Expression behind(Expression call) {
        return switch (form) {
            case HERMES, FUNCTION_MARKS, ARGUMENT_MARKS ->
                Expression.sequence(LINE, call, LINE, Expression.text("</tool_call>"));
            case MISTRAL_LIST -> Expression.sequence(BLANK, Expression.text("["), BLANK, call);
            case LLAMA, MISTRAL_NAMED -> call;
        };
    }

    /** The rest of a list whose first call has been written. */
    private Expression list(boolean several) {
        Expression next = Expression.sequence(BLANK, Expression.text(","), BLANK, new Choice(calls));
        Expression end = Expression.sequence(BLANK, Expression.text("]"));
        return several ? Expression.repeat(next, 0).then(end) : end;
    }

    private static Expression list(Expression call, boolean several, Expression separator) {
        return several ? Expression.list(call, separator, 1, Expression.Repeat.ANY_NUMBER) : call;
    }

    /** Any text, perhaps with calls behind it. Llama's calls have no mark, so its text begins with no brace. */
    private Expression behindText(Expression calls, boolean several) {
        String mark = form.marks().getFirst();
        Expression call = new Choice(this.calls);
        Expression further = switch (form) {
            case HERMES, FUNCTION_MARKS, ARGUMENT_MARKS ->
                Expression.repeat(LINE.then(Expression.text(mark), behind(call)), 0);
            case LLAMA -> Expression.repeat(Expression.text(";").then(BLANK, call), 0);
            case MISTRAL_LIST -> list(several);
            case MISTRAL_NAMED -> Expression.repeat(Expression.text(mark).then(call), 0);
        };
        Expression marked = new Until(mark, true).then(behind(call),
                several || form == ToolForm.MISTRAL_LIST ? further : Expression.empty());
        Expression plain = new Until(mark, false);
        if (form == ToolForm.LLAMA) {
            Expression start = new OneOf(CharacterSet.of("{<").or(CharacterSet.of(" \t\r\n")).complement());
            return Expression.choice(calls, Expression.optional(start.then(plain)), start.then(marked));
        }
        return Expression.choice(plain, marked);
    }
}
