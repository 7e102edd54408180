package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Works out expressions. */
final class Evaluator {

    private final Filters filters = new Filters(this);

    @Nullable
    Object value(Expression expression, Scope scope) {
        try {
            Budget.charge(1);
            return switch (expression) {
                case Expression.Constant(Object value, int ignored) -> value;
                case Expression.Name(String name, int ignored) -> scope.get(name);
                case Expression.Listing(List<Expression> items, boolean tuple, int ignored) ->
                    tuple ? new Tuple(values(items, scope)) : values(items, scope);
                case Expression.Dictionary dictionary -> dictionary(dictionary, scope);
                case Expression.Attribute(Expression of, String name, int ignored) -> attribute(value(of, scope), name);
                case Expression.Subscript(Expression of, Expression key, int ignored) ->
                    item(value(of, scope), value(key, scope));
                case Expression.Slice slice -> slice(slice, scope);
                case Expression.Call(Expression callee, Expression.Arguments given, int ignored) ->
                    call(value(callee, scope), given(given, scope));
                case Expression.Filtered(Expression value, String name, Expression.Arguments given, int ignored) ->
                    filters.apply(name, value(value, scope), given(given, scope));
                case Expression.Tested tested -> Tests.holds(tested.name(), value(tested.value(), scope),
                        given(tested.arguments(), scope)) != tested.negated();
                case Expression.Unary(String operator, Expression value, int ignored) ->
                    unary(operator, value(value, scope));
                case Expression.Binary binary -> binary(binary, scope);
                case Expression.Comparison comparison -> comparison(comparison, scope);
                case Expression.Choice(Expression condition, Expression then, Expression otherwise, int ignored) ->
                    truth(condition, scope) ? value(then, scope)
                            : otherwise == null ? new Undefined("else") : value(otherwise, scope);
            };
        } catch (TemplateError located) {
            throw located;
        } catch (IllegalArgumentException failure) {
            throw new TemplateError(expression.line(), String.valueOf(failure.getMessage()));
        }
    }

    boolean truth(Expression expression, Scope scope) {
        return Values.truth(value(expression, scope));
    }

    private List<@Nullable Object> values(List<Expression> items, Scope scope) {
        List<@Nullable Object> values = new ArrayList<>();
        items.forEach(item -> values.add(value(item, scope)));
        return values;
    }

    private Named given(Expression.Arguments arguments, Scope scope) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, value) -> named.put(name, value(value, scope)));
        return new Named(values(arguments.positional(), scope), named);
    }

    private Map<Object, @Nullable Object> dictionary(Expression.Dictionary dictionary, Scope scope) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < dictionary.keys().size(); i++) {
            map.put(Values.key(value(dictionary.keys().get(i), scope)), value(dictionary.values().get(i), scope));
        }
        return map;
    }

    private static @Nullable Object call(@Nullable Object callee, Named given) {
        if (callee instanceof Callable callable) {
            return callable.call(given);
        }
        throw new IllegalArgumentException(Values.kind(callee) + " (expected: something to call)");
    }

    /** {@code value.name}: a method first, then an entry. */
    @Nullable
    Object attribute(@Nullable Object value, String name) {
        if (value instanceof Undefined) {
            throw new IllegalArgumentException(Values.kind(value) + " has no " + name);
        }
        if (value instanceof LoopState loop) {
            return loop.get(name);
        }
        Callable method = Methods.find(value, name);
        return method != null ? method : switch (value) {
            case Map<?, ?> map -> entry(map, Text.own(name));
            case Tuple tuple -> tuple.named(name);
            case null, default -> new Undefined(name);
        };
    }

    /** {@code value[key]}: an entry first, then a method. */
    private @Nullable Object item(@Nullable Object value, @Nullable Object key) {
        if (key instanceof Text name && !(value instanceof Map<?, ?> map && map.containsKey(name))) {
            return attribute(value, name.string());
        }
        return switch (value) {
            case Undefined undefined -> throw new IllegalArgumentException(Values.kind(undefined) + " has no entries");
            case Map<?, ?> map -> entry(map, key);
            case List<?> list when key instanceof Long index ->
                at(index, list.size()) < 0 ? new Undefined("item " + index) : list.get(at(index, list.size()));
            case Text text when key instanceof Long index ->
                at(index, text.count()) < 0 ? new Undefined("character " + index) : text.at(at(index, text.count()));
            case null, default -> new Undefined(Values.text(key).string());
        };
    }

    private static @Nullable Object entry(Map<?, ?> map, @Nullable Object key) {
        return Values.contains(map, key) ? map.get(key) : new Undefined(Values.text(key).string());
    }

    /** An index counted from the front; -1 when there is none. */
    private static int at(long index, int size) {
        long at = index < 0 ? index + size : index;
        return at >= 0 && at < size ? (int) at : -1;
    }

    /** A path of names and indices between dots, as filters take it. */
    @Nullable
    Object path(@Nullable Object value, String path) {
        Object found = value;
        for (String name : path.split("\\.", -1)) {
            found = name.chars().allMatch(Character::isDigit) && !name.isEmpty() && name.length() < 10
                    ? item(found, Long.parseLong(name))
                    : item(found, Text.own(name));
        }
        return found;
    }

    private @Nullable Object slice(Expression.Slice slice, Scope scope) {
        Object of = value(slice.of(), scope);
        Long given = bound(slice.step(), scope);
        long step = given == null ? 1 : given;
        if (step == 0) {
            throw new IllegalArgumentException("a slice's step of 0 (expected: another number)");
        }
        int size = of instanceof Text text ? text.count() : of instanceof List<?> list ? list.size() : -1;
        if (size < 0) {
            throw new IllegalArgumentException(Values.kind(of) + " (expected: a list or a text to slice)");
        }
        long from = clipped(bound(slice.from(), scope), size, step, step > 0 ? 0 : size - 1);
        long to = clipped(bound(slice.to(), scope), size, step, step > 0 ? size : -1);
        if (of instanceof Text text) {
            if (step == 1) {
                return from >= to ? Text.EMPTY : text.part((int) from, (int) to);
            }
            Text.Builder builder = new Text.Builder();
            for (long i = from; step > 0 ? i < to : i > to; i += step) {
                builder.add(text.at((int) i));
            }
            return builder.text();
        }
        List<@Nullable Object> all = Values.items(of);
        List<@Nullable Object> items = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            items.add(all.get((int) i));
        }
        return of instanceof Tuple ? new Tuple(items) : items;
    }

    private @Nullable Long bound(@Nullable Expression expression, Scope scope) {
        Object value = expression == null ? null : value(expression, scope);
        return value == null ? null : (Long) Values.integer(value);
    }

    /** A bound counted from the front and within reach; another where it is left open. */
    private static long clipped(@Nullable Long bound, int size, long step, long open) {
        if (bound == null) {
            return open;
        }
        long at = bound < 0 ? bound + size : bound;
        return step > 0 ? Math.clamp(at, 0, size) : Math.clamp(at, -1, size - 1);
    }

    private static @Nullable Object unary(String operator, @Nullable Object value) {
        return switch (operator) {
            case "not" -> !Values.truth(value);
            case "truth" -> Values.truth(value);
            case "-" -> Arithmetic.negative(value);
            default -> value instanceof Double ? value : (Object) Values.integer(value);
        };
    }

    private @Nullable Object binary(Expression.Binary binary, Scope scope) {
        Object left = value(binary.left(), scope);
        return switch (binary.operator()) {
            case "and" -> Values.truth(left) ? value(binary.right(), scope) : left;
            case "or" -> Values.truth(left) ? left : value(binary.right(), scope);
            default -> Arithmetic.apply(binary.operator(), left, value(binary.right(), scope));
        };
    }

    private boolean comparison(Expression.Comparison comparison, Scope scope) {
        Object left = value(comparison.operands().getFirst(), scope);
        for (int i = 0; i < comparison.operators().size(); i++) {
            Object right = value(comparison.operands().get(i + 1), scope);
            boolean holds = switch (comparison.operators().get(i)) {
                case "==" -> Values.equal(left, right);
                case "!=" -> !Values.equal(left, right);
                case "in" -> Values.contains(right, left);
                case "not in" -> !Values.contains(right, left);
                case "<" -> Values.compare(left, right) < 0;
                case "<=" -> Values.compare(left, right) <= 0;
                case ">" -> Values.compare(left, right) > 0;
                default -> Values.compare(left, right) >= 0;
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
