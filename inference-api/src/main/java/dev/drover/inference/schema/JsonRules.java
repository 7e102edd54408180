package dev.drover.inference.schema;

import dev.drover.inference.grammar.CharacterSet;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules of JSON itself. Between two signs there may be nothing, a blank, or a line's end and up to 20 blanks, so that a
 * model cannot go on with blanks for ever; numbers have up to 16 digits before and behind the point for the same reason.
 */
final class JsonRules {

    static final Expression BLANK = new Rule("blank");
    static final Expression VALUE = new Rule("value");
    static final Expression OBJECT = new Rule("object");
    static final Expression ARRAY = new Rule("array");
    static final Expression STRING = new Rule("string");
    static final Expression NUMBER = new Rule("number");
    static final Expression INTEGER = new Rule("integer");
    static final Expression BOOLEAN = new Rule("boolean");
    static final Expression NULL = Expression.text("null");
    static final Expression QUOTE = Expression.text("\"");
    static final Expression COMMA = Expression.sequence(BLANK, Expression.text(","), BLANK);
    static final Expression COLON = Expression.sequence(BLANK, Expression.text(":"), BLANK);

    /** A character of a string, escaped or not. */
    static final Expression CHARACTER = new Rule("character");

    /** How many digits a number has at most before, and behind, its point. */
    static final int MOST_DIGITS = 16;

    static final CharacterSet DIGITS = CharacterSet.range('0', '9');

    /** The characters that stand for themselves in a string. */
    static final CharacterSet PLAIN = CharacterSet.range(0, 0x1F).or(CharacterSet.of("\"\\")).complement();

    private static final int MOST_INDENT = 20;

    private JsonRules() {}

    /** Adds all of them to a grammar. */
    static void addTo(Map<String, Expression> rules) {
        rules.put("blank", Expression.optional(Expression.choice(Expression.text(" "),
                Expression.text("\n").then(new Repeat(new OneOf(CharacterSet.of(" \t")), 0, MOST_INDENT)))));
        rules.put("value", Expression.choice(OBJECT, ARRAY, STRING, NUMBER, BOOLEAN, NULL));
        rules.put("object", braces(Expression.list(STRING.then(COLON, VALUE), COMMA, 0, Repeat.ANY_NUMBER)));
        rules.put("array", brackets(Expression.list(VALUE, COMMA, 0, Repeat.ANY_NUMBER)));
        rules.put("character", character());
        rules.put("string", QUOTE.then(Expression.repeat(character(), 0), QUOTE));
        Expression digits = new OneOf(DIGITS);
        Expression whole = Expression.optional(Expression.text("-"))
                .then(Expression.choice(Expression.text("0"),
                        new OneOf(CharacterSet.range('1', '9')).then(new Repeat(digits, 0, MOST_DIGITS - 1))));
        rules.put("integer", whole);
        rules.put("number",
                whole.then(Expression.optional(Expression.text(".").then(new Repeat(digits, 1, MOST_DIGITS))),
                        Expression.optional(new OneOf(CharacterSet.of("eE")).then(
                                Expression.optional(new OneOf(CharacterSet.of("+-"))), new Repeat(digits, 1, 2)))));
        rules.put("boolean", Expression.choice(Expression.text("true"), Expression.text("false")));
    }

    static Expression braces(Expression inside) {
        return enclosed("{", inside, "}");
    }

    static Expression brackets(Expression inside) {
        return enclosed("[", inside, "]");
    }

    /** Where nothing need be inside, there is one place for blanks, not two. */
    private static Expression enclosed(String open, Expression inside, String close) {
        Expression filled = inside instanceof Repeat(Expression what, int min, int max) && min == 0 && max == 1
                ? Expression.optional(what.then(BLANK))
                : inside.equals(Expression.empty()) ? inside : inside.then(BLANK);
        return Expression.sequence(Expression.text(open), BLANK, filled, Expression.text(close));
    }

    /** A value as it is written without blanks. */
    static Expression exactly(@org.jspecify.annotations.Nullable Object value) {
        return Expression.text(JsonWriter.write(value));
    }

    /** A string of characters that are given as they stand in it, between quotation marks. */
    static Expression quoted(Expression characters) {
        return Expression.sequence(QUOTE, characters, QUOTE);
    }

    /** One character of a set as it stands in a string: escaped where it must be. */
    static Expression written(CharacterSet characters) {
        List<Expression> ways = new ArrayList<>();
        CharacterSet plain = characters.and(PLAIN);
        if (!plain.isEmpty()) {
            ways.add(new OneOf(plain));
        }
        characters.and(PLAIN.complement()).ranges().forEach(range -> {
            for (int one = range.first(); one <= range.last(); one++) {
                String quoted = JsonWriter.write(Character.toString(one));
                ways.add(Expression.text(quoted.substring(1, quoted.length() - 1)));
            }
        });
        return new Expression.Choice(ways);
    }

    /** A string, without escapes, that is none of some names. */
    static Expression nameBut(Collection<String> names) {
        return quoted(but(names, 0));
    }

    /** What may follow names' common beginning of some length, and is none of them. */
    private static Expression but(Collection<String> names, int length) {
        Map<Integer, List<String>> following = new TreeMap<>();
        names.stream()
                .filter(name -> name.length() > length)
                .forEach(name -> following.computeIfAbsent(name.codePointAt(length), absent -> new ArrayList<>())
                        .add(name));
        List<Expression> options = new ArrayList<>();
        if (names.stream().noneMatch(name -> name.length() == length)) {
            options.add(Expression.empty());
        }
        CharacterSet others = PLAIN;
        for (Map.Entry<Integer, List<String>> entry : following.entrySet()) {
            CharacterSet one = CharacterSet.range(entry.getKey(), entry.getKey());
            others = others.and(one.complement());
            if (PLAIN.contains(entry.getKey())) {
                options.add(new OneOf(one).then(but(entry.getValue(), length + Character.charCount(entry.getKey()))));
            }
        }
        options.add(new OneOf(others).then(Expression.repeat(new OneOf(PLAIN), 0)));
        return new Expression.Choice(options);
    }

    private static Expression character() {
        Expression hex = new OneOf(CharacterSet.of("0123456789abcdefABCDEF"));
        Expression notSurrogate = Expression.choice(
                new OneOf(CharacterSet.of("0123456789abcefABCEF")).then(hex, hex, hex),
                new OneOf(CharacterSet.of("dD")).then(new OneOf(CharacterSet.range('0', '7')), hex, hex));
        Expression pair = new OneOf(CharacterSet.of("dD")).then(new OneOf(CharacterSet.of("89abAB")), hex, hex,
                Expression.text("\\u"), new OneOf(CharacterSet.of("dD")), new OneOf(CharacterSet.of("cdefCDEF")), hex,
                hex);
        return Expression.choice(new OneOf(PLAIN),
                Expression.text("\\")
                        .then(Expression.choice(new OneOf(CharacterSet.of("\"\\/bfnrt")),
                                Expression.text("u").then(Expression.choice(notSurrogate, pair)))));
    }
}
