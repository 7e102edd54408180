package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template's source into pieces, with white space handled as {@code trim_blocks} and {@code lstrip_blocks} say: the
 * newline after a statement or comment goes, and so do blanks before one that begins its line; a minus takes all white
 * space on its side, a plus leaves it.
 */
final class Scanner {

    private static final List<String> OPERATORS = List.of("**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%",
            "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|", ";");

    private final String source;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean trimLeft;
    private boolean trimNewline;

    private Scanner(String source) {
        this.source = source;
    }

    static List<Piece> scan(String source) {
        String unix = source.replace("\r\n", "\n").replace('\r', '\n');
        Scanner scanner = new Scanner(unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix);
        while (scanner.at < scanner.source.length()) {
            scanner.next();
        }
        return scanner.pieces;
    }

    private void next() {
        int open = nextOpening();
        String plain = source.substring(at, open < 0 ? source.length() : open);
        char kind = open < 0 ? 0 : source.charAt(open + 1);
        char sign = open < 0 || open + 2 >= source.length() ? 0 : source.charAt(open + 2);
        plain(plain, kind, sign);
        if (open < 0) {
            at = source.length();
            return;
        }
        at = open + 2 + (sign == '-' || sign == '+' ? 1 : 0);
        switch (kind) {
            case '#' -> comment();
            case '%' -> statement();
            default -> pieces.add(new Piece.Output(tokens("}}")));
        }
    }

    private int nextOpening() {
        for (int open = source.indexOf('{', at); open >= 0; open = source.indexOf('{', open + 1)) {
            if (open + 1 < source.length() && "{%#".indexOf(source.charAt(open + 1)) >= 0) {
                return open;
            }
        }
        return -1;
    }

    private void plain(String whole, char kind, char sign) {
        String text = whole;
        int start = line;
        line += (int) whole.chars().filter(character -> character == '\n').count();
        if (trimLeft) {
            text = Python.stripLeading(text);
        } else if (trimNewline && text.startsWith("\n")) {
            text = text.substring(1);
        }
        boolean atStart = pieces.isEmpty() && at == 0;
        if (sign == '-') {
            text = Python.stripTrailing(text);
        } else if ((kind == '%' || kind == '#') && sign != '+') {
            text = withoutIndent(text, whole, atStart);
        }
        if (!text.isEmpty()) {
            pieces.add(new Piece.Plain(text, start));
        }
        trimLeft = false;
        trimNewline = false;
    }

    /** Drops blanks before a tag, if nothing else stands before it on its line. */
    private String withoutIndent(String text, String whole, boolean atStart) {
        int newline = text.lastIndexOf('\n');
        boolean lineBegins = newline >= 0 || atStart || (whole.length() > text.length() && whole.contains("\n"));
        String tail = text.substring(newline + 1);
        return lineBegins && Python.stripLeading(tail).isEmpty() ? text.substring(0, newline + 1) : text;
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new TemplateError(line, "a comment is not closed (expected: #})");
        }
        line += (int) source.substring(at, end).chars().filter(character -> character == '\n').count();
        closing(end > at ? source.charAt(end - 1) : 0, true);
        at = end + 2;
    }

    private void closing(char sign, boolean block) {
        trimLeft = sign == '-';
        trimNewline = block && sign != '+' && sign != '-';
    }

    private void statement() {
        List<Token> tokens = tokens("%}");
        if (tokens.getFirst().is("raw")) {
            trimNewline = false;
            raw();
        } else {
            pieces.add(new Piece.Statement(tokens));
        }
    }

    private void raw() {
        java.util.regex.Matcher end = java.util.regex.Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%}")
                .matcher(source);
        if (!end.find(at)) {
            throw new TemplateError(line, "raw is not closed (expected: {% endraw %})");
        }
        plain(source.substring(at, end.start()), '%', end.group(1).isEmpty() ? 0 : end.group(1).charAt(0));
        at = end.end();
        closing(end.group(2).isEmpty() ? 0 : end.group(2).charAt(0), true);
    }

    /** The words up to a closing mark, which is skipped. */
    private List<Token> tokens(String close) {
        List<Token> tokens = new ArrayList<>();
        int nesting = 0;
        while (true) {
            skipBlanks();
            if (at >= source.length()) {
                throw new TemplateError(line, "a tag is not closed (expected: " + close + ")");
            }
            char character = source.charAt(at);
            boolean signed = character == '-' || character == '+';
            if (nesting == 0 && source.startsWith(close, signed ? at + 1 : at)) {
                at += signed ? 3 : 2;
                closing(signed ? character : 0, close.equals("%}"));
                tokens.add(new Token(Token.Kind.END, close, line));
                return tokens;
            }
            Token token = token(character);
            nesting += token.kind() != Token.Kind.OPERATOR ? 0
                    : "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
            tokens.add(token);
        }
    }

    private void skipBlanks() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            line += source.charAt(at++) == '\n' ? 1 : 0;
        }
    }

    private Token token(char character) {
        if (character == '"' || character == '\'') {
            return string(character);
        }
        if (Character.isDigit(character)) {
            return number();
        }
        if (Character.isJavaIdentifierStart(character) && character != '$') {
            int from = at;
            while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
                at++;
            }
            return new Token(Token.Kind.NAME, source.substring(from, at), line);
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                at += operator.length();
                return new Token(Token.Kind.OPERATOR, operator, line);
            }
        }
        throw new TemplateError(line, "'" + character + "' (expected: an expression)");
    }

    private Token number() {
        int from = at;
        boolean fraction = false;
        while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '_'
                || (!fraction && fractionAt(at)))) {
            fraction |= source.charAt(at) == '.';
            at++;
        }
        int exponent = exponent();
        fraction |= exponent > at;
        at = exponent;
        String digits = source.substring(from, at).replace("_", "");
        return new Token(fraction ? Token.Kind.FLOAT : Token.Kind.INTEGER, digits, line);
    }

    private boolean fractionAt(int place) {
        return source.charAt(place) == '.' && place + 1 < source.length()
                && Character.isDigit(source.charAt(place + 1));
    }

    /** Where a number ends that may go on with an exponent. */
    private int exponent() {
        int end = at;
        if (end < source.length() && "eE".indexOf(source.charAt(end)) >= 0) {
            end++;
            end += end < source.length() && "+-".indexOf(source.charAt(end)) >= 0 ? 1 : 0;
            int digits = end;
            while (end < source.length() && Character.isDigit(source.charAt(end))) {
                end++;
            }
            return end > digits ? end : at;
        }
        return at;
    }

    private Token string(char quote) {
        int start = line;
        StringBuilder text = new StringBuilder();
        for (at++; at < source.length() && source.charAt(at) != quote; at++) {
            char character = source.charAt(at);
            line += character == '\n' ? 1 : 0;
            if (character == '\\' && at + 1 < source.length()) {
                escape(text);
            } else {
                text.append(character);
            }
        }
        if (at >= source.length()) {
            throw new TemplateError(start, "a string is not closed (expected: " + quote + ")");
        }
        at++;
        return new Token(Token.Kind.STRING, text.toString(), start);
    }

    private void escape(StringBuilder text) {
        char character = source.charAt(++at);
        switch (character) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000B');
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(text);
            case 'x' -> code(text, 2);
            case 'u' -> code(text, 4);
            case 'U' -> code(text, 8);
            case '\\', '\'', '"' -> text.append(character);
            case '\n' -> line++;
            default -> text.append('\\').append(character);
        }
    }

    private void octal(StringBuilder text) {
        int value = 0;
        int end = Math.min(at + 3, source.length());
        while (at < end && source.charAt(at) >= '0' && source.charAt(at) <= '7') {
            value = value * 8 + source.charAt(at++) - '0';
        }
        at--;
        text.append((char) value);
    }

    private void code(StringBuilder text, int digits) {
        try {
            text.appendCodePoint(Integer.parseInt(source.substring(at + 1, at + 1 + digits), 16));
            at += digits;
        } catch (IndexOutOfBoundsException | IllegalArgumentException invalid) {
            throw new TemplateError(line, "an escape is cut short (expected: " + digits + " hexadecimal digits)");
        }
    }
}
