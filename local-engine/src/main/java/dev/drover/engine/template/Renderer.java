package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Carries out a template's nodes, within bounds: what it writes, how often it loops, how deep its macros call. */
final class Renderer {

    private static final int LONGEST = 16 << 20;
    private static final int MOST_STEPS = 2_000_000;
    private static final int DEEPEST = 60;
    private static final int PASS = 8;

    private final Evaluator evaluator = new Evaluator();
    private Text.Builder out = new Text.Builder();
    private int steps;
    private int written;
    private int depth;

    private enum Next {
        GO_ON, BREAK, CONTINUE
    }

    Text render(List<Node> nodes, Scope scope) {
        run(nodes, scope);
        return out.text();
    }

    private Next run(List<Node> nodes, Scope scope) {
        for (Node node : nodes) {
            if (++steps > MOST_STEPS) {
                throw new TemplateError(0, "does not come to an end (expected: at most " + MOST_STEPS + " steps)");
            }
            Next next = located(node, scope);
            if (next != Next.GO_ON) {
                return next;
            }
        }
        return Next.GO_ON;
    }

    private Next located(Node node, Scope scope) {
        try {
            return run(node, scope);
        } catch (TemplateError located) {
            throw located;
        } catch (IllegalArgumentException failure) {
            throw new TemplateError(node instanceof Node.Output(Expression value) ? value.line() : 0,
                    String.valueOf(failure.getMessage()));
        }
    }

    private Next run(Node node, Scope scope) {
        switch (node) {
            case Node.Plain(Text text) -> write(text);
            case Node.Output(Expression value) -> write(Values.text(evaluator.value(value, scope)));
            case Node.If(Expression condition, List<Node> then, List<Node> otherwise) -> {
                return run(evaluator.truth(condition, scope) ? then : otherwise, scope);
            }
            case Node.For loop -> loop(loop, scope);
            case Node.Set set -> assign(set, scope);
            case Node.SetBlock(Node.Target target, List<Node> body, Expression filter, int line) ->
                set(target, filtered(capture(body, new Scope(scope)), filter, scope), scope, line);
            case Node.Macro macro ->
                scope.set(macro.name(), macro(macro.name(), macro.parameters(), macro.body(), scope));
            case Node.CallBlock call -> callBlock(call, scope);
            case Node.FilterBlock(Expression filter, List<Node> body) ->
                write(Values.text(filtered(capture(body, new Scope(scope)), filter, scope)));
            case Node.Block(List<Node> body) -> { return run(body, scope); }
            case Node.With(List<Node.Set> settings, List<Node> body) -> {
                Scope inner = new Scope(scope);
                settings.forEach(setting -> set(setting.targets().getFirst(), evaluator.value(setting.value(), scope),
                        inner, setting.line()));
                return run(body, inner);
            }
            case Node.Jump(boolean leaves, int ignored) -> { return leaves ? Next.BREAK : Next.CONTINUE; }
            case Node.Do(Expression value) -> evaluator.value(value, scope);
        }
        return Next.GO_ON;
    }

    private void write(Text text) {
        written += text.length();
        if (written > LONGEST) {
            throw new TemplateError(0, "writes too much (expected: at most " + LONGEST + " characters)");
        }
        out.add(text);
    }

    private Text capture(List<Node> body, Scope scope) {
        Text.Builder outer = out;
        out = new Text.Builder();
        try {
            run(body, scope);
            return out.text();
        } finally {
            out = outer;
        }
    }

    private @Nullable Object filtered(Text text, @Nullable Expression filter, Scope scope) {
        if (filter == null) {
            return text;
        }
        Scope inner = new Scope(scope);
        inner.set(TemplateParser.FILTERED, text);
        return evaluator.value(filter, inner);
    }

    private void assign(Node.Set set, Scope scope) {
        Object value = evaluator.value(set.value(), scope);
        if (set.targets().size() == 1) {
            set(set.targets().getFirst(), value, scope, set.line());
            return;
        }
        List<@Nullable Object> items = unpacked(value, set.targets().size(), set.line());
        for (int i = 0; i < items.size(); i++) {
            set(set.targets().get(i), items.get(i), scope, set.line());
        }
    }

    private static List<@Nullable Object> unpacked(@Nullable Object value, int count, int line) {
        List<@Nullable Object> items = value instanceof List<?> list ? new ArrayList<>(list) : List.of();
        if (items.size() != count) {
            throw new TemplateError(line, Values.kind(value) + " (expected: a list of " + count + ")");
        }
        return items;
    }

    private static void set(Node.Target target, @Nullable Object value, Scope scope, int line) {
        if (target.attribute() == null) {
            scope.set(target.name(), value);
        } else if (scope.get(target.name()) instanceof Namespace namespace) {
            namespace.put(Text.own(target.attribute()), value);
        } else {
            throw new TemplateError(line, target.name() + " (expected: a namespace)");
        }
    }

    private void loop(Node.For loop, Scope scope) {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : items(loop, scope)) {
            Scope inner = bound(loop, item, scope);
            if (loop.condition() == null || evaluator.truth(loop.condition(), inner)) {
                items.add(item);
            }
        }
        for (int i = 0; i < items.size(); i++) {
            Scope inner = bound(loop, items.get(i), scope);
            inner.set("loop", new LoopState(items, i));
            if (run(loop.body(), inner) == Next.BREAK) {
                break;
            }
        }
        if (items.isEmpty()) {
            run(loop.otherwise(), new Scope(scope));
        }
    }

    private List<@Nullable Object> items(Node.For loop, Scope scope) {
        try {
            return Values.items(evaluator.value(loop.values(), scope));
        } catch (TemplateError located) {
            throw located;
        } catch (IllegalArgumentException failure) {
            throw new TemplateError(loop.line(), String.valueOf(failure.getMessage()));
        }
    }

    private static Scope bound(Node.For loop, @Nullable Object item, Scope scope) {
        Budget.charge(PASS);
        Scope inner = new Scope(scope);
        if (loop.targets().size() == 1) {
            inner.set(loop.targets().getFirst(), item);
        } else {
            List<@Nullable Object> parts = unpacked(item, loop.targets().size(), loop.line());
            for (int i = 0; i < parts.size(); i++) {
                inner.set(loop.targets().get(i), parts.get(i));
            }
        }
        return inner;
    }

    private Callable macro(String name, List<Node.Parameter> parameters, List<Node> body, Scope scope) {
        return given -> {
            check(name, parameters, given);
            if (++depth > DEEPEST) {
                throw new TemplateError(0, "macros call one another too deep (expected: at most " + DEEPEST + ")");
            }
            Scope inner = new Scope(scope);
            for (int i = 0; i < parameters.size(); i++) {
                Node.Parameter parameter = parameters.get(i);
                Expression otherwise = parameter.otherwise();
                inner.set(parameter.name(), given.has(i, parameter.name()) ? given.get(i, parameter.name())
                        : otherwise != null ? evaluator.value(otherwise, inner) : new Undefined(parameter.name()));
            }
            if (given.named().get("caller") instanceof Callable caller) {
                inner.set("caller", caller);
            }
            try {
                return capture(body, inner);
            } finally {
                depth--;
            }
        };
    }

    private static void check(String name, List<Node.Parameter> parameters, Named given) {
        if (given.positional().size() > parameters.size()) {
            throw new IllegalArgumentException(name + " with " + given.positional().size()
                    + " arguments (expected: at most " + parameters.size() + ")");
        }
        for (String argument : given.named().keySet()) {
            boolean known = argument.equals("caller")
                    || parameters.stream().anyMatch(parameter -> parameter.name().equals(argument));
            if (!known) {
                throw new IllegalArgumentException(
                        name + " with an argument " + argument + " (expected: one of its parameters)");
            }
        }
    }

    private void callBlock(Node.CallBlock block, Scope scope) {
        Scope inner = new Scope(scope);
        inner.set(" caller", macro("caller", block.parameters(), block.body(), scope));
        Map<String, Expression> named = new HashMap<>(block.call().arguments().named());
        named.put("caller", new Expression.Name(" caller", block.line()));
        Expression.Arguments arguments = new Expression.Arguments(block.call().arguments().positional(), named);
        write(Values.text(evaluator.value(new Expression.Call(block.call().callee(), arguments, block.line()), inner)));
    }
}
