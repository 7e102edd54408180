package dev.drover.engine.template;

import dev.drover.engine.template.Expression.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads expressions, each level of precedence in a method of its own, the weakest first. */
final class ExpressionParser {

    private static final int DEEPEST = 100;
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=", "in");
    private static final Set<String> OR = Set.of("or");
    private static final Set<String> AND = Set.of("and");
    private static final Set<String> SUMS = Set.of("+", "-");
    private static final Set<String> CONCATENATIONS = Set.of("~");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
    private static final Set<String> POWERS = Set.of("**");
    private static final Set<String> WORDS = Set.of("if", "else", "and", "or", "not", "in", "is");

    private final List<Token> tokens;
    private int at;
    private int depth;

    ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    private Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean skip(String operatorOrName) {
        boolean found = peek().is(operatorOrName);
        if (found) {
            at++;
        }
        return found;
    }

    void expect(String operatorOrName) {
        if (!skip(operatorOrName)) {
            throw new TemplateError(peek().line(), "'" + peek().text() + "' (expected: " + operatorOrName + ")");
        }
    }

    String name() {
        Token token = take();
        if (token.kind() != Token.Kind.NAME) {
            throw new TemplateError(token.line(), "'" + token.text() + "' (expected: a name)");
        }
        return token.text();
    }

    void end() {
        if (peek().kind() != Token.Kind.END) {
            throw new TemplateError(peek().line(), "'" + peek().text() + "' (expected: the end of the tag)");
        }
    }

    /** One or more expressions between commas; more than one are a tuple. */
    Expression tuple(boolean choices) {
        int line = peek().line();
        Expression first = choices ? expression() : or();
        if (!peek().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (skip(",") && !closes()) {
            items.add(choices ? expression() : or());
        }
        return new Expression.Listing(items, true, line);
    }

    private boolean closes() {
        return peek().kind() == Token.Kind.END || peek().is(")") || peek().is("=") || peek().is("in");
    }

    Expression expression() {
        if (++depth > DEEPEST) {
            throw new TemplateError(peek().line(), "nested too deep (expected: at most " + DEEPEST + " levels)");
        }
        Expression value = or();
        while (peek().is("if")) {
            int line = take().line();
            Expression condition = or();
            Expression otherwise = skip("else") ? expression() : null;
            value = new Expression.Choice(condition, value, otherwise, line);
        }
        depth--;
        return value;
    }

    private Expression or() {
        return chain(this::and, OR);
    }

    private Expression and() {
        return chain(this::not, AND);
    }

    /** Operands of one level of precedence with operators between them, which bind to the left. */
    private Expression chain(Supplier<Expression> operand, Set<String> operators) {
        Expression left = operand.get();
        while (peek().isOneOf(operators)) {
            String operator = take().text();
            left = new Expression.Binary(operator, left, operand.get(), left.line());
        }
        return left;
    }

    private Expression not() {
        int negations = 0;
        int line = peek().line();
        while (peek().is("not")) {
            take();
            negations++;
        }
        Expression value = comparison();
        return negations == 0 ? value : new Expression.Unary(negations % 2 == 1 ? "not" : "truth", value, line);
    }

    private Expression comparison() {
        Expression first = sum();
        List<Expression> operands = new ArrayList<>(List.of(first));
        List<String> operators = new ArrayList<>();
        while (true) {
            if (peek().isOneOf(COMPARISONS)) {
                operators.add(take().text());
            } else if (peek().is("not") && peek(1).is("in")) {
                take();
                take();
                operators.add("not in");
            } else {
                return operators.isEmpty() ? first : new Expression.Comparison(operands, operators, first.line());
            }
            operands.add(sum());
        }
    }

    private Expression sum() {
        return chain(this::concatenation, SUMS);
    }

    private Expression concatenation() {
        return chain(this::product, CONCATENATIONS);
    }

    private Expression product() {
        return chain(this::power, PRODUCTS);
    }

    private Expression power() {
        return chain(() -> unary(true), POWERS);
    }

    private Expression unary(boolean filters) {
        Token token = peek();
        if (token.is("-") || token.is("+")) {
            take();
            if (++depth > DEEPEST) {
                throw new TemplateError(token.line(), "nested too deep (expected: at most " + DEEPEST + " levels)");
            }
            Expression value = new Expression.Unary(token.text(), unary(false), token.line());
            depth--;
            return filters ? filtered(value) : value;
        }
        Expression value = postfix(primary());
        return filters ? filtered(value) : value;
    }

    private Expression primary() {
        Token token = take();
        return switch (token.kind()) {
            case STRING -> string(token);
            case INTEGER -> integer(token);
            case FLOAT -> new Expression.Constant(Double.parseDouble(token.text()), token.line());
            case NAME -> switch (token.text()) {
                case "true", "True" -> new Expression.Constant(true, token.line());
                case "false", "False" -> new Expression.Constant(false, token.line());
                case "none", "None" -> new Expression.Constant(null, token.line());
                default -> new Expression.Name(token.text(), token.line());
            };
            case OPERATOR -> switch (token.text()) {
                case "(" -> parenthesis(token.line());
                case "[" -> new Expression.Listing(items("]"), false, token.line());
                case "{" -> dictionary(token.line());
                default -> throw unexpected(token);
            };
            case END -> throw unexpected(token);
        };
    }

    private static TemplateError unexpected(Token token) {
        return new TemplateError(token.line(), "'" + token.text() + "' (expected: an expression)");
    }

    private Expression string(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (peek().kind() == Token.Kind.STRING) {
            text.append(take().text());
        }
        return new Expression.Constant(Text.own(text.toString()), first.line());
    }

    private static Expression integer(Token token) {
        try {
            return new Expression.Constant(Long.parseLong(token.text()), token.line());
        } catch (NumberFormatException tooLong) {
            throw new TemplateError(token.line(), token.text() + " (expected: a number of at most 18 digits)");
        }
    }

    private Expression parenthesis(int line) {
        if (skip(")")) {
            return new Expression.Listing(List.of(), true, line);
        }
        Expression inside = tuple(true);
        expect(")");
        return inside;
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!skip(close)) {
            items.add(expression());
            if (!skip(",")) {
                expect(close);
                break;
            }
        }
        return items;
    }

    private Expression dictionary(int line) {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!skip("}")) {
            keys.add(expression());
            expect(":");
            values.add(expression());
            if (!skip(",")) {
                expect("}");
                break;
            }
        }
        return new Expression.Dictionary(keys, values, line);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            int line = peek().line();
            if (skip(".")) {
                Token token = take();
                value = token.kind() == Token.Kind.INTEGER ? new Expression.Subscript(value, integer(token), line)
                        : new Expression.Attribute(value, attribute(token), line);
            } else if (skip("[")) {
                value = subscript(value, line);
            } else if (skip("(")) {
                value = new Expression.Call(value, arguments(), line);
            } else {
                return value;
            }
        }
    }

    private static String attribute(Token token) {
        if (token.kind() != Token.Kind.NAME) {
            throw new TemplateError(token.line(), "'" + token.text() + "' (expected: an attribute's name)");
        }
        return token.text();
    }

    private Expression subscript(Expression of, int line) {
        Expression from = peek().is(":") ? null : tuple(true);
        if (from != null && skip("]")) {
            return new Expression.Subscript(of, from, line);
        }
        expect(":");
        Expression to = peek().is(":") || peek().is("]") ? null : expression();
        Expression step = skip(":") && !peek().is("]") ? expression() : null;
        expect("]");
        return new Expression.Slice(of, from, to, step, line);
    }

    /** The rest of a call, after its opening parenthesis. */
    Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!skip(")")) {
            if (peek().kind() == Token.Kind.NAME && peek(1).is("=")) {
                String name = name();
                expect("=");
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!skip(",")) {
                expect(")");
                break;
            }
        }
        return new Arguments(positional, named);
    }

    private Expression filtered(Expression start) {
        Expression value = start;
        while (true) {
            int line = peek().line();
            if (skip("|")) {
                String name = name();
                value = new Expression.Filtered(value, name, skip("(") ? arguments() : Arguments.NONE, line);
            } else if (skip("is")) {
                boolean negated = skip("not");
                value = new Expression.Tested(value, name(), testArguments(), negated, line);
            } else if (value instanceof Expression.Filtered && peek().is("(")) {
                take();
                value = new Expression.Call(value, arguments(), line);
            } else if (value instanceof Expression.Filtered && (peek().is(".") || peek().is("["))) {
                value = postfix(value);
            } else {
                return value;
            }
        }
    }

    private Arguments testArguments() {
        if (skip("(")) {
            return arguments();
        }
        Token token = peek();
        boolean operand = switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !WORDS.contains(token.text());
            case OPERATOR -> token.is("[") || token.is("{");
            case END -> false;
        };
        @Nullable
        Expression argument = operand ? postfix(primary()) : null;
        return argument == null ? Arguments.NONE : new Arguments(List.of(argument), Map.of());
    }
}
