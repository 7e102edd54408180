package dev.drover.inference.schema;

import dev.drover.inference.grammar.CharacterSet;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Sequence;
import dev.drover.inference.grammar.ExpressionReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Regular expressions (those of ECMAScript, as JSON schemas have them) as expressions over the characters of a JSON string.
 * What is not regular, or looks around, is refused: lookahead, back references, word borders. An expression that does not
 * begin with {@code ^} or end with {@code $} is found anywhere.
 */
final class StringPattern extends ExpressionReader {

    private static final CharacterSet WORD = JsonRules.DIGITS.or(CharacterSet.range('a', 'z'))
            .or(CharacterSet.range('A', 'Z'))
            .or(CharacterSet.of("_"));
    private static final CharacterSet SPACE = CharacterSet
            .of(" \t\n\u000B\f\r\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF")
            .or(CharacterSet.range(0x2000, 0x200A));
    private static final CharacterSet LINE_ENDS = CharacterSet.of("\n\r\u2028\u2029");
    private static final int DEEPEST = 64;

    private final String path;

    private StringPattern(String path, String pattern) {
        super(pattern);
        this.path = path;
    }

    /**
     * What stands between a string's quotation marks.
     *
     * @param path where the pattern is, for messages
     * @throws InvalidSchema when it cannot be read
     */
    static Expression read(String path, String pattern) {
        StringPattern reader = new StringPattern(path, pattern);
        Expression read = reader.choice(0);
        if (reader.at < pattern.length()) {
            throw reader.wrong("the end");
        }
        return read;
    }

    private Expression choice(int depth) {
        if (depth > DEEPEST) {
            throw wrong("at most " + DEEPEST + " parentheses within one another");
        }
        List<Expression> options = new ArrayList<>();
        options.add(sequence(depth));
        while (looksAt('|')) {
            at++;
            options.add(sequence(depth));
        }
        return options.size() == 1 ? options.getFirst() : new Choice(options);
    }

    private Expression sequence(int depth) {
        Expression anything = Expression.repeat(JsonRules.CHARACTER, 0);
        List<Expression> parts = new ArrayList<>();
        if (looksAt('^') && depth == 0) {
            at++;
        } else if (depth == 0) {
            parts.add(anything);
        }
        while (at < text.length() && "|)$".indexOf(text.charAt(at)) < 0) {
            parts.add(repeated(item(depth)));
        }
        if (looksAt('$') && depth == 0) {
            at++;
        } else if (depth == 0) {
            parts.add(anything);
        }
        return new Sequence(parts);
    }

    private Expression item(int depth) {
        char first = text.charAt(at);
        return switch (first) {
            case '(' -> group(depth);
            case '[' -> JsonRules.written(set());
            case '.' -> {
                at++;
                yield JsonRules.written(LINE_ENDS.complement());
            }
            case '*', '+', '?', '{', '}', ']', '^' ->
                throw wrong("something that can be repeated, or a backslash before it");
            default -> JsonRules.written(character());
        };
    }

    private Expression group(int depth) {
        at++;
        if (looksAt('?')) {
            int named = text.startsWith("?<", at) ? text.indexOf('>', at) : -1;
            boolean looksAround = text.startsWith("?<=", at) || text.startsWith("?<!", at);
            if (text.startsWith("?:", at)) {
                at += 2;
            } else if (named > 0 && !looksAround) {
                at = named + 1;
            } else {
                throw wrong("a group that does not look around; say it without");
            }
        }
        Expression inside = choice(depth + 1);
        if (!looksAt(')')) {
            throw wrong("a closing )");
        }
        at++;
        return inside;
    }

    private Expression repeated(Expression item) {
        Expression what = item;
        if (looksAt('*')) {
            at++;
            what = Expression.repeat(item, 0);
        } else if (looksAt('+')) {
            at++;
            what = Expression.repeat(item, 1);
        } else if (looksAt('?')) {
            at++;
            what = Expression.optional(item);
        } else if (looksAt('{')) {
            what = counted(item);
        } else {
            return what;
        }
        at += looksAt('?') ? 1 : 0;
        return what;
    }

    private Expression counted(Expression item) {
        at++;
        int min = number();
        int max = min;
        if (looksAt(',')) {
            at++;
            max = looksAt('}') ? Repeat.ANY_NUMBER : number();
        }
        if (!looksAt('}') || max < min) {
            throw wrong("a number, or two in ascending order, and a closing }");
        }
        at++;
        return new Repeat(item, min, max);
    }

    private CharacterSet set() {
        at++;
        boolean others = looksAt('^');
        at += others ? 1 : 0;
        CharacterSet set = CharacterSet.NONE;
        while (!looksAt(']')) {
            CharacterSet first = member();
            boolean range = looksAt('-') && at + 1 < text.length() && text.charAt(at + 1) != ']';
            if (!range) {
                set = set.or(first);
                continue;
            }
            at++;
            CharacterSet last = member();
            if (single(first) < 0 || single(last) < single(first)) {
                throw wrong("a range from a lower character to a higher one before this");
            }
            set = set.or(CharacterSet.range(single(first), single(last)));
        }
        at++;
        CharacterSet all = others ? set.complement() : set;
        if (all.isEmpty()) {
            throw wrong("a set with at least one character before this");
        }
        return all;
    }

    /** The only character of a set; -1 where there are others. */
    private static int single(CharacterSet set) {
        boolean one = set.ranges().size() == 1 && set.ranges().getFirst().first() == set.ranges().getFirst().last();
        return one ? set.ranges().getFirst().first() : -1;
    }

    private CharacterSet member() {
        if (at >= text.length()) {
            throw wrong("a closing ]");
        }
        if (text.startsWith("\\b", at)) {
            at += 2;
            return CharacterSet.of("\b");
        }
        return character();
    }

    private CharacterSet character() {
        int one = text.codePointAt(at);
        at += Character.charCount(one);
        return one == '\\' ? escaped() : CharacterSet.range(one, one);
    }

    private CharacterSet escaped() {
        char escape = at < text.length() ? text.charAt(at) : ' ';
        if (escape < 128 && (Character.isLetterOrDigit(escape) || at >= text.length())
                && "dDwWsSnrtfv0xu".indexOf(escape) < 0) {
            throw wrong("an escape for a character or a class, such as \\d; say it without");
        }
        at++;
        return switch (escape) {
            case 'd' -> JsonRules.DIGITS;
            case 'D' -> JsonRules.DIGITS.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> SPACE;
            case 'S' -> SPACE.complement();
            case 'n' -> CharacterSet.of("\n");
            case 'r' -> CharacterSet.of("\r");
            case 't' -> CharacterSet.of("\t");
            case 'f' -> CharacterSet.of("\f");
            case 'v' -> CharacterSet.of("\u000B");
            case '0' -> CharacterSet.of("\0");
            case 'x' -> character(2);
            case 'u' -> character(4);
            default -> CharacterSet.of(String.valueOf(escape));
        };
    }

    private CharacterSet character(int digits) {
        int value = (int) hexadecimal(digits);
        return CharacterSet.range(value, value);
    }

    @Override
    protected InvalidSchema wrong(String expected) {
        String found = at >= text.length() ? "the end" : "'" + text.charAt(at) + "'";
        return new InvalidSchema(path, found + " at offset " + at + " of " + text, expected);
    }
}
