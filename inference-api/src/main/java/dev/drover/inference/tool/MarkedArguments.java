package dev.drover.inference.tool;

import dev.drover.inference.Tool;
import dev.drover.inference.grammar.CharacterSet;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Until;
import dev.drover.inference.schema.InvalidSchema;
import dev.drover.inference.schema.JsonSchema;
import dev.drover.inference.schema.Parameter;
import dev.drover.inference.token.ToolForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls whose arguments stand between marks one by one, in the order of a function's properties. */
final class MarkedArguments {

    private static final Expression LINE = Expression.optional(Expression.text("\n"));

    private final boolean functions;
    private final Map<String, Expression> rules;

    MarkedArguments(ToolForm form, Map<String, Expression> rules) {
        this.functions = form == ToolForm.FUNCTION_MARKS;
        this.rules = rules;
    }

    /**
     * A call of a function, from its name to its last argument.
     *
     * @throws InvalidSchema when the function is strict and its schema cannot be held to
     */
    Expression call(Tool tool, String path) {
        List<Expression> parts = new ArrayList<>();
        parts.add(functions ? Expression.text("<function=" + tool.name() + ">\n")
                : Expression.text(tool.name()).then(LINE));
        for (Expression argument : arguments(tool, path)) {
            parts.add(argument);
        }
        if (functions) {
            parts.add(Expression.text("</function>"));
        }
        return new Expression.Sequence(parts);
    }

    private List<Expression> arguments(Tool tool, String path) {
        if (tool.schema() == null) {
            return List.of();
        }
        try {
            return JsonSchema.parameters(tool.schema(), path, rules)
                    .stream()
                    .map(parameter -> parameter.required() ? argument(parameter)
                            : Expression.optional(argument(parameter)))
                    .toList();
        } catch (InvalidSchema notHeld) {
            if (tool.strict()) {
                throw notHeld;
            }
            Expression name = Expression.repeat(new OneOf(CharacterSet.of("<> \t\r\n\"\\").complement()), 1);
            return List.of(Expression.repeat(around(name, new Until(valueEnd(), true)), 0));
        }
    }

    private Expression argument(Parameter parameter) {
        return around(Expression.text(parameter.name()), value(parameter));
    }

    private String valueEnd() {
        return functions ? "</parameter>" : "</arg_value>";
    }

    /** A value with the mark behind it. */
    private Expression value(Parameter parameter) {
        if (parameter.text() && parameter.texts() == null) {
            return new Until(valueEnd(), true);
        }
        Expression written = parameter.texts() == null ? parameter.json()
                : new Choice(parameter.texts().stream().map(Expression::text).toList());
        return written.then(Expression.text((functions ? "\n" : "") + valueEnd()));
    }

    private Expression around(Expression name, Expression value) {
        return functions
                ? Expression.sequence(Expression.text("<parameter="), name, Expression.text(">\n"), value,
                        Expression.text("\n"))
                : Expression.sequence(Expression.text("<arg_key>"), name, Expression.text("</arg_key>"), LINE,
                        Expression.text("<arg_value>"), value, LINE);
    }
}
