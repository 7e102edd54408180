package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Reads statements. */
final class TemplateParser {

    private static final int DEEPEST = 60;

    /** Stands for what a filter block filters. */
    static final String FILTERED = " filtered";

    private final List<Piece> pieces;
    private int at;
    private int depth;
    private int loops;

    private TemplateParser(List<Piece> pieces) {
        this.pieces = pieces;
    }

    static List<Node> parse(String source) {
        TemplateParser parser = new TemplateParser(Scanner.scan(source));
        return parser.body(Set.of());
    }

    /** Nodes up to one of the words, whose statement is not taken; up to the end when there are none. */
    private List<Node> body(Set<String> ends) {
        List<Node> nodes = new ArrayList<>();
        while (at < pieces.size()) {
            switch (pieces.get(at)) {
                case Piece.Plain(String text, int line) -> nodes.add(new Node.Plain(Text.own(text), line));
                case Piece.Output(List<Token> tokens) -> {
                    ExpressionParser parser = new ExpressionParser(tokens);
                    nodes.add(new Node.Output(parser.tuple(true), tokens.getFirst().line()));
                    parser.end();
                }
                case Piece.Statement(List<Token> tokens) -> {
                    if (ends.contains(tokens.getFirst().text())) {
                        return nodes;
                    }
                    at++;
                    nodes.add(statement(new ExpressionParser(tokens)));
                    at--;
                }
            }
            at++;
        }
        if (!ends.isEmpty()) {
            throw new TemplateError(lastLine(), "a block is not closed (expected: " + String.join(" or ", ends) + ")");
        }
        return nodes;
    }

    private int lastLine() {
        return switch (pieces.isEmpty() ? new Piece.Plain("", 1) : pieces.getLast()) {
            case Piece.Plain plain -> plain.line();
            case Piece.Output output -> output.tokens().getFirst().line();
            case Piece.Statement statement -> statement.tokens().getFirst().line();
        };
    }

    /** A body and the statement that closes it; returns that statement's words, its name taken. */
    private ExpressionParser close(List<Node> into, Set<String> ends) {
        if (++depth > DEEPEST) {
            throw new TemplateError(lastLine(), "blocks nested too deep (expected: at most " + DEEPEST + " levels)");
        }
        into.addAll(body(ends));
        depth--;
        return new ExpressionParser(((Piece.Statement) pieces.get(at++)).tokens());
    }

    private Node statement(ExpressionParser words) {
        Token word = words.take();
        Node node = switch (word.text()) {
            case "if" -> condition(words, word.line());
            case "for" -> loop(words, word.line());
            case "set" -> assignment(words, word.line());
            case "macro" -> macro(words, word.line());
            case "call" -> callBlock(words, word.line());
            case "filter" -> filterBlock(words, word.line());
            case "with" -> with(words, word.line());
            case "generation" -> new Node.Block(closed(words, "endgeneration"), word.line());
            case "break", "continue" -> jump(word);
            case "do" -> new Node.Do(words.tuple(true), word.line());
            default -> throw new TemplateError(word.line(), "'" + word.text()
                    + "' (expected: if, for, set, with, macro, call, filter, generation, break, continue or do)");
        };
        words.end();
        return node;
    }

    private Node jump(Token word) {
        if (loops == 0) {
            throw new TemplateError(word.line(), word.text() + " outside of a loop (expected: inside of one)");
        }
        return new Node.Jump(word.text().equals("break"), word.line());
    }

    private List<Node> closed(ExpressionParser words, String end) {
        words.end();
        List<Node> body = new ArrayList<>();
        close(body, Set.of(end));
        return body;
    }

    private Node condition(ExpressionParser words, int line) {
        Expression condition = words.tuple(true);
        words.end();
        List<Node> then = new ArrayList<>();
        ExpressionParser next = close(then, Set.of("elif", "else", "endif"));
        String word = next.take().text();
        List<Node> otherwise = new ArrayList<>();
        if (word.equals("elif")) {
            otherwise.add(condition(next, line));
        } else if (word.equals("else")) {
            next.end();
            close(otherwise, Set.of("endif"));
        }
        return new Node.If(condition, then, otherwise, line);
    }

    private Node loop(ExpressionParser words, int line) {
        List<String> targets = new ArrayList<>();
        boolean parenthesis = words.skip("(");
        do {
            targets.add(words.name());
        } while (words.skip(","));
        if (parenthesis) {
            words.expect(")");
        }
        words.expect("in");
        Expression values = words.tuple(false);
        @Nullable
        Expression condition = words.skip("if") ? words.expression() : null;
        boolean recursive = words.skip("recursive");
        words.end();
        List<Node> body = new ArrayList<>();
        loops++;
        ExpressionParser next = close(body, Set.of("else", "endfor"));
        loops--;
        List<Node> otherwise = new ArrayList<>();
        if (next.take().is("else")) {
            close(otherwise, Set.of("endfor"));
        }
        return new Node.For(targets, values, condition, recursive, body, otherwise, line);
    }

    private Node assignment(ExpressionParser words, int line) {
        List<Node.Target> targets = new ArrayList<>();
        do {
            String name = words.name();
            targets.add(new Node.Target(name, words.skip(".") ? words.name() : null));
        } while (words.skip(","));
        if (words.skip("=")) {
            return new Node.Set(targets, words.tuple(true), line);
        }
        if (targets.size() > 1) {
            throw new TemplateError(line, "a block for " + targets.size() + " names (expected: one)");
        }
        @Nullable
        Expression filter = words.peek().is("|") ? filters(new Expression.Name(FILTERED, line), words, line) : null;
        return new Node.SetBlock(targets.getFirst(), closed(words, "endset"), filter, line);
    }

    private static Expression filters(Expression filtered, ExpressionParser words, int line) {
        Expression value = filtered;
        while (words.skip("|")) {
            String name = words.name();
            value = new Expression.Filtered(value, name,
                    words.skip("(") ? words.arguments() : Expression.Arguments.NONE, line);
        }
        return value;
    }

    private Node filterBlock(ExpressionParser words, int line) {
        String name = words.name();
        Expression first = new Expression.Filtered(new Expression.Name(FILTERED, line), name,
                words.skip("(") ? words.arguments() : Expression.Arguments.NONE, line);
        return new Node.FilterBlock(filters(first, words, line), closed(words, "endfilter"), line);
    }

    private Node with(ExpressionParser words, int line) {
        List<Node.Set> settings = new ArrayList<>();
        while (words.peek().kind() != Token.Kind.END) {
            Node.Target target = new Node.Target(words.name(), null);
            words.expect("=");
            settings.add(new Node.Set(List.of(target), words.expression(), line));
            if (!words.skip(",")) {
                break;
            }
        }
        return new Node.With(settings, closed(words, "endwith"), line);
    }

    private Node macro(ExpressionParser words, int line) {
        String name = words.name();
        words.expect("(");
        List<Node.Parameter> parameters = parameters(words);
        return new Node.Macro(name, parameters, apart(words, "endmacro"), line);
    }

    private Node callBlock(ExpressionParser words, int line) {
        List<Node.Parameter> parameters = words.skip("(") ? parameters(words) : List.of();
        Expression call = words.expression();
        if (!(call instanceof Expression.Call macro)) {
            throw new TemplateError(line, "call (expected: a macro with its arguments)");
        }
        return new Node.CallBlock(parameters, macro, apart(words, "endcall"), line);
    }

    /** A body that runs where it is called: no loop around its text is a loop around it. */
    private List<Node> apart(ExpressionParser words, String end) {
        int around = loops;
        loops = 0;
        List<Node> body = closed(words, end);
        loops = around;
        return body;
    }

    /** Up to the closing parenthesis. */
    private static List<Node.Parameter> parameters(ExpressionParser words) {
        List<Node.Parameter> parameters = new ArrayList<>();
        while (!words.skip(")")) {
            String name = words.name();
            parameters.add(new Node.Parameter(name, words.skip("=") ? words.expression() : null));
            if (!words.skip(",")) {
                words.expect(")");
                break;
            }
        }
        return parameters;
    }
}
