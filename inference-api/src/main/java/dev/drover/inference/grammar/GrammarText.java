package dev.drover.inference.grammar;

import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads grammars in the form that llama.cpp made known (GBNF). The whole text is of the rule {@code root}.
 *
 * <pre>
 *   root  ::= greeting (", " name){1,3} "!"?     # a comment
 *   name  ::= [A-Z] [^A-Z\n]+ | "O'Neill"        # a line may end with a bar
 *   greeting ::= "Hello" | "Hi"
 * </pre>
 *
 * {@code .} is any character; {@code *}, {@code +}, {@code ?}, {@code {m}}, {@code {m,}} and {@code {m,n}} repeat. Texts
 * and sets know {@code \n}, {@code \r}, {@code \t}, {@code \\}, {@code \"}, {@code \[}, {@code \]}, {@code \-},
 * {@code \^}, {@code \xHH}, <code>&#92;uHHHH</code> and <code>&#92;UHHHHHHHH</code>.
 */
public final class GrammarText extends ExpressionReader {

    /** How many characters a grammar may have. */
    public static final int LONGEST = 1 << 18;

    /** How deep its parentheses may be nested. */
    public static final int DEEPEST = 64;

    private final Map<String, Expression> rules = new LinkedHashMap<>();
    private String rule = "";

    private GrammarText(String text) {
        super(text);
    }

    /**
     * Reads a grammar.
     *
     * @throws InvalidGrammar with rule, offset and what was expected there
     */
    public static Grammar read(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidGrammar(
                    "grammar: " + text.length() + " characters (expected: at most " + LONGEST + "); write it shorter");
        }
        return Grammar.of(new GrammarText(text).rules(), "root");
    }

    private Map<String, Expression> rules() {
        blank(true);
        while (at < text.length()) {
            int start = at;
            rule = name("a rule's name");
            blank(false);
            expect("::=");
            blank(true);
            Expression what = choice(0);
            if (rules.putIfAbsent(rule, what) != null) {
                at = start;
                throw wrong("a name that no other rule has");
            }
            if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                throw wrong("the end of the line");
            }
            blank(true);
        }
        return rules;
    }

    private Expression choice(int depth) {
        if (depth > DEEPEST) {
            throw wrong("at most " + DEEPEST + " parentheses within one another");
        }
        List<Expression> options = new ArrayList<>();
        options.add(sequence(depth));
        while (barFollows()) {
            at++;
            blank(true);
            options.add(sequence(depth));
        }
        return options.size() == 1 ? options.getFirst() : new Choice(options);
    }

    /** Whether another option follows, on this line or at the beginning of the next. */
    private boolean barFollows() {
        int here = at;
        blank(true);
        if (looksAt('|')) {
            return true;
        }
        at = here;
        return false;
    }

    private Expression sequence(int depth) {
        List<Expression> parts = new ArrayList<>();
        while ((at < text.length() && "\"[(.".indexOf(text.charAt(at)) >= 0) || isName()) {
            parts.add(repeated(item(depth), depth));
            blank(depth > 0);
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    private Expression item(int depth) {
        char first = text.charAt(at);
        return switch (first) {
            case '"' -> literal();
            case '[' -> new OneOf(set());
            case '.' -> {
                at++;
                yield new OneOf(CharacterSet.ALL);
            }
            case '(' -> {
                at++;
                blank(true);
                Expression inside = choice(depth + 1);
                blank(true);
                expect(")");
                yield inside;
            }
            default -> new Rule(name("a rule's name"));
        };
    }

    private Expression repeated(Expression item, int depth) {
        Expression what = item;
        while (at < text.length()) {
            blank(depth > 0);
            if (looksAt('*')) {
                at++;
                what = Expression.repeat(what, 0);
            } else if (looksAt('+')) {
                at++;
                what = Expression.repeat(what, 1);
            } else if (looksAt('?')) {
                at++;
                what = Expression.optional(what);
            } else if (looksAt('{')) {
                what = counted(what);
            } else {
                break;
            }
        }
        return what;
    }

    private Expression counted(Expression what) {
        at++;
        blank(false);
        int min = number();
        int max = min;
        blank(false);
        if (looksAt(',')) {
            at++;
            blank(false);
            max = looksAt('}') ? Repeat.ANY_NUMBER : number();
            blank(false);
        }
        if (max < min) {
            throw wrong("a largest number that is not below " + min);
        }
        expect("}");
        return new Repeat(what, min, max);
    }

    private Expression literal() {
        StringBuilder literal = new StringBuilder();
        at++;
        while (!looksAt('"')) {
            literal.appendCodePoint(character("a closing \""));
        }
        at++;
        return Expression.text(literal.toString());
    }

    private CharacterSet set() {
        at++;
        boolean others = looksAt('^');
        at += others ? 1 : 0;
        CharacterSet set = CharacterSet.NONE;
        while (!looksAt(']')) {
            int first = character("a closing ]");
            int last = first;
            if (looksAt('-') && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                at++;
                last = character("a closing ]");
            }
            if (last < first) {
                throw wrong("a range from a lower character to a higher one");
            }
            set = set.or(CharacterSet.range(first, last));
        }
        at++;
        CharacterSet all = others ? set.complement() : set;
        if (all.isEmpty()) {
            throw wrong("a set with at least one character before this");
        }
        return all;
    }

    private int character(String expected) {
        if (at >= text.length() || text.charAt(at) == '\n') {
            throw wrong(expected);
        }
        int one = text.codePointAt(at);
        at += Character.charCount(one);
        if (one != '\\') {
            return one;
        }
        int escape = at < text.length() ? text.charAt(at++) : ' ';
        return switch (escape) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '"', '[', ']', '-', '^' -> escape;
            case 'x' -> character(2);
            case 'u' -> character(4);
            case 'U' -> character(8);
            default -> {
                at--;
                throw wrong("one of n r t \\ \" [ ] - ^ x u U after a backslash");
            }
        };
    }

    private int character(int digits) {
        long value = hexadecimal(digits);
        if (value > Character.MAX_CODE_POINT) {
            throw wrong("a character up to 10FFFF before this");
        }
        return (int) value;
    }

    private boolean isName() {
        return at < text.length() && isName(text.charAt(at));
    }

    private static boolean isName(char letter) {
        return letter < 128 && (Character.isLetterOrDigit(letter) || letter == '-' || letter == '_');
    }

    private String name(String expected) {
        int from = at;
        while (isName()) {
            at++;
        }
        if (at == from) {
            throw wrong(expected);
        }
        return text.substring(from, at);
    }

    private void expect(String mark) {
        if (!text.startsWith(mark, at)) {
            throw wrong(mark);
        }
        at += mark.length();
    }

    /** Skips blanks and comments. */
    private void blank(boolean lines) {
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (letter == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (letter == ' ' || letter == '\t' || (lines && (letter == '\n' || letter == '\r'))) {
                at++;
            } else {
                return;
            }
        }
    }

    @Override
    protected InvalidGrammar wrong(String expected) {
        String found = at >= text.length() ? "the end"
                : "'" + text.substring(at, text.offsetByCodePoints(at, 1)).replace("\n", "\\n") + "'";
        return new InvalidGrammar("grammar: " + (rule.isEmpty() ? "" : "rule " + rule + ", ") + "offset " + at + ": "
                + found + " (expected: " + expected + ")");
    }
}
