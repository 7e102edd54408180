package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
            Next next = located(node, scope);
            if (next != Next.GO_ON) {
                return next;
            }
        }
        return Next.GO_ON;
    }

    private Next located(Node node, Scope scope) {
        try {
            if (++steps > MOST_STEPS) {
                throw new IllegalArgumentException("no end in sight (expected: at most " + MOST_STEPS + " steps)");
            }
            return run(node, scope);
        } catch (TemplateError located) {
            throw located;
        } catch (IllegalArgumentException failure) {
            throw new TemplateError(node.line(), String.valueOf(failure.getMessage()));
        }
    }

    private Next run(Node node, Scope scope) {
        switch (node) {
            case Node.Plain plain -> write(plain.text());
            case Node.Output output -> write(Values.text(evaluator.value(output.value(), scope)));
            case Node.If choice -> {
                return run(evaluator.truth(choice.condition(), scope) ? choice.then() : choice.otherwise(), scope);
            }
            case Node.For loop -> { return loop(loop, Values.items(evaluator.value(loop.values(), scope)), scope, 1); }
            case Node.Set set -> assign(set, scope);
            case Node.SetBlock block -> {
                return captured(block.body(), scope,
                        text -> set(block.target(), filtered(text, block.filter(), scope), scope));
            }
            case Node.Macro macro ->
                scope.set(macro.name(), macro(macro.name(), macro.parameters(), macro.body(), scope));
            case Node.CallBlock call -> callBlock(call, scope);
            case Node.FilterBlock block -> {
                return captured(block.body(), scope, text -> write(Values.text(filtered(text, block.filter(), scope))));
            }
            case Node.Block block -> { return run(block.body(), scope); }
            case Node.With with -> {
                Scope inner = new Scope(scope);
                with.settings()
                        .forEach(one -> set(one.targets().getFirst(), evaluator.value(one.value(), scope), inner));
                return run(with.body(), inner);
            }
            case Node.Jump jump -> { return jump.leaves() ? Next.BREAK : Next.CONTINUE; }
            case Node.Do action -> evaluator.value(action.value(), scope);
        }
        return Next.GO_ON;
    }

    private void write(Text text) {
        written += text.length();
        if (written > LONGEST) {
            throw new IllegalArgumentException("writes too much (expected: at most " + LONGEST + " characters)");
        }
        out.add(text);
    }

    /** Runs a body whose text goes elsewhere, unless it leaves the loop around it. */
    private Next captured(List<Node> body, Scope scope, Consumer<Text> use) {
        Next[] next = new Next[1];
        Text text = written(() -> next[0] = run(body, new Scope(scope)));
        if (next[0] == Next.GO_ON) {
            use.accept(text);
        }
        return next[0];
    }

    /** What some work writes. */
    private Text written(Runnable work) {
        Text.Builder outer = out;
        out = new Text.Builder();
        try {
            work.run();
            return out.text();
        } finally {
            out = outer;
        }
    }

    /** What something writes that is called, and may call itself. */
    private Text called(Runnable work) {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("calls nested too deep (expected: at most " + DEEPEST + " levels)");
        }
        try {
            return written(work);
        } finally {
            depth--;
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
            set(set.targets().getFirst(), value, scope);
            return;
        }
        List<@Nullable Object> items = unpacked(value, set.targets().size());
        for (int i = 0; i < items.size(); i++) {
            set(set.targets().get(i), items.get(i), scope);
        }
    }

    private static List<@Nullable Object> unpacked(@Nullable Object value, int count) {
        List<@Nullable Object> items = Values.items(value);
        if (items.size() != count) {
            throw new IllegalArgumentException(
                    Values.kind(value) + " of " + items.size() + " (expected: " + count + " items)");
        }
        return items;
    }

    private static void set(Node.Target target, @Nullable Object value, Scope scope) {
        if (target.attribute() == null) {
            scope.set(target.name(), value);
        } else if (scope.get(target.name()) instanceof Namespace namespace) {
            namespace.put(Text.own(target.attribute()), value);
        } else {
            throw new IllegalArgumentException(target.name() + " (expected: a namespace)");
        }
    }

    private Next loop(Node.For loop, List<@Nullable Object> all, Scope scope, int level) {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : all) {
            if (loop.condition() == null || evaluator.truth(loop.condition(), bound(loop, item, scope))) {
                items.add(item);
            }
        }
        Callable again = given -> {
            if (!loop.recursive()) {
                throw new IllegalArgumentException("loop (expected: a loop that is recursive)");
            }
            List<@Nullable Object> inner = Values.items(given.needed(0, "iterable"));
            return called(() -> loop(loop, inner, scope, level + 1));
        };
        for (int i = 0; i < items.size(); i++) {
            Scope inner = bound(loop, items.get(i), scope);
            inner.set("loop", new LoopState(items, i, level, again));
            if (run(loop.body(), inner) == Next.BREAK) {
                break;
            }
        }
        return items.isEmpty() ? run(loop.otherwise(), new Scope(scope)) : Next.GO_ON;
    }

    private static Scope bound(Node.For loop, @Nullable Object item, Scope scope) {
        Budget.charge(PASS);
        Scope inner = new Scope(scope);
        if (loop.targets().size() == 1) {
            inner.set(loop.targets().getFirst(), item);
        } else {
            List<@Nullable Object> parts = unpacked(item, loop.targets().size());
            for (int i = 0; i < parts.size(); i++) {
                inner.set(loop.targets().get(i), parts.get(i));
            }
        }
        return inner;
    }

    private Callable macro(String name, List<Node.Parameter> parameters, List<Node> body, Scope scope) {
        return given -> {
            check(name, parameters, given);
            Scope inner = new Scope(scope);
            if (given.named().get("caller") instanceof Callable caller) {
                inner.set("caller", caller);
            }
            return called(() -> {
                for (int i = 0; i < parameters.size(); i++) {
                    Node.Parameter parameter = parameters.get(i);
                    Expression otherwise = parameter.otherwise();
                    inner.set(parameter.name(), given.has(i, parameter.name()) ? given.get(i, parameter.name())
                            : otherwise != null ? evaluator.value(otherwise, inner) : new Undefined(parameter.name()));
                }
                run(body, inner);
            });
        };
    }

    private static void check(String name, List<Node.Parameter> parameters, Named given) {
        if (given.positional().size() > parameters.size()) {
            throw new IllegalArgumentException(name + " with " + given.positional().size()
                    + " arguments (expected: at most " + parameters.size() + ")");
        }
        for (String argument : given.named().keySet()) {
            boolean known = argument.equals("caller") || parameters.stream()
                    .skip(given.positional().size())
                    .anyMatch(parameter -> parameter.name().equals(argument));
            if (!known) {
                throw new IllegalArgumentException(
                        name + " with an argument " + argument + " (expected: one of its other parameters)");
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
