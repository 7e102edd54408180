package dev.drover.gateway.lane;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a chat completion from its bytes as they come, in one pass and without a tree. It knows the plain
 * requests alone: texts for messages, and the fields in {@link Field} with values that the full reader would take as they
 * stand. Everything else, malformed bodies among it, is {@link Verdict#OTHER}: the full reader decides. Used by one thread.
 *
 * <p>
 * The grammar is RFC 8259's with UTF-8 as in RFC 3629. Whatever bytes a body is cut into, the verdict is the same.
 */
final class BodyScanner {

    private static final int LONGEST_NUMBER = 20;

    private final PlainBody body = new PlainBody();
    private Place place = Place.START;
    private Token token = Token.NONE;
    private int from;
    private boolean escaped;
    private int left;
    private int low;
    private int high;
    private Level level = Level.ROOT;
    private @Nullable Field field;
    private boolean other;

    /** What is known of a body. */
    enum Verdict {
        /** Not enough. */
        MORE,
        /** It is plain, and complete up to white space. */
        PLAIN,
        /** It is not for this scanner. */
        OTHER
    }

    private enum Place {
        START, KEY_OR_END, KEY, COLON, VALUE, ELEMENT, NEXT, END
    }

    private enum Level {
        ROOT, LIST, MESSAGE, OPTIONS
    }

    private enum Token {
        NONE, TEXT, ESCAPE, HEX, UTF8, NUMBER, WORD
    }

    /**
     * Reads on.
     *
     * @param all the body so far, from its first byte
     * @param begin the first byte that was not read before
     * @param end the byte after the last one
     */
    Verdict read(byte[] all, int begin, int end) {
        for (int at = begin; at < end && !other; at++) {
            if (token == Token.TEXT && plain(all[at])) {
                continue;
            }
            read(all, at);
        }
        return other ? Verdict.OTHER : place == Place.END && token == Token.NONE ? Verdict.PLAIN : Verdict.MORE;
    }

    /** What was read; complete once the verdict is {@link Verdict#PLAIN}. */
    PlainBody body() {
        return body;
    }

    private static boolean plain(byte letter) {
        return letter >= ' ' && letter != '"' && letter != '\\';
    }

    private void read(byte[] all, int at) {
        int letter = all[at] & 0xff;
        switch (token) {
            case NONE -> outside(letter, at);
            case TEXT -> text(all, letter, at);
            case ESCAPE -> escape(letter);
            case HEX -> {
                other |= Character.digit(letter, 16) < 0 || letter > 127;
                token = --left == 0 ? Token.TEXT : Token.HEX;
            }
            case UTF8 -> {
                other |= letter < low || letter > high;
                low = 0x80;
                high = 0xbf;
                token = --left == 0 ? Token.TEXT : Token.UTF8;
            }
            case NUMBER, WORD -> bare(all, letter, at);
        }
    }

    private void outside(int letter, int at) {
        if (letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r') {
            return;
        }
        switch (place) {
            case START -> {
                other |= letter != '{';
                place = Place.KEY_OR_END;
            }
            case KEY_OR_END, KEY -> {
                if (letter == '"') {
                    begin(Token.TEXT, at);
                } else {
                    close(place == Place.KEY_OR_END && letter == '}');
                }
            }
            case COLON -> {
                other |= letter != ':';
                place = Place.VALUE;
            }
            case VALUE -> value(letter, at);
            case ELEMENT -> {
                other |= letter != '{';
                open(Level.MESSAGE);
            }
            case NEXT -> next(letter);
            case END -> other = true;
        }
    }

    private void next(int letter) {
        if (letter == ',') {
            place = level == Level.LIST ? Place.ELEMENT : Place.KEY;
        } else {
            close(letter == (level == Level.LIST ? ']' : '}'));
        }
    }

    private void open(Level inner) {
        level = inner;
        body.enter(inner == Level.MESSAGE);
        place = Place.KEY_OR_END;
    }

    private void close(boolean fits) {
        other |= !fits;
        switch (level) {
            case ROOT -> {
                place = Place.END;
                other |= !body.isWhole();
            }
            case MESSAGE -> {
                other |= !body.endMessage();
                level = Level.LIST;
                place = Place.NEXT;
            }
            case LIST -> {
                level = Level.ROOT;
                place = Place.NEXT;
            }
            case OPTIONS -> {
                level = Level.ROOT;
                place = Place.NEXT;
            }
        }
    }

    private void value(int letter, int at) {
        Field known = field;
        if (known == Field.MESSAGES) {
            other |= letter != '[';
            level = Level.LIST;
            place = Place.ELEMENT;
        } else if (known == Field.STREAM_OPTIONS) {
            other |= letter != '{';
            open(Level.OPTIONS);
        } else if (letter == '"') {
            begin(Token.TEXT, at);
        } else if (letter == '-' || (letter >= '0' && letter <= '9')) {
            begin(Token.NUMBER, at);
        } else {
            other |= letter != 't' && letter != 'f';
            begin(Token.WORD, at);
        }
    }

    private void begin(Token what, int at) {
        token = what;
        from = at;
        escaped = false;
    }

    private void text(byte[] all, int letter, int at) {
        if (letter == '"') {
            token = Token.NONE;
            if (place == Place.VALUE) {
                place = Place.NEXT;
                take(body.text(field, all, from, at + 1, escaped));
            } else {
                place = Place.COLON;
                field = escaped ? null : Field.of(all, from + 1, at, level == Level.MESSAGE, level == Level.OPTIONS);
                take(field != null && body.first(field));
            }
        } else if (letter == '\\') {
            escaped = true;
            token = Token.ESCAPE;
        } else if (letter < ' ') {
            other = true;
        } else {
            utf8(letter);
        }
    }

    private void utf8(int lead) {
        token = Token.UTF8;
        left = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        other |= lead < 0xc2 || lead > 0xf4;
    }

    private void escape(int letter) {
        token = letter == 'u' ? Token.HEX : Token.TEXT;
        left = 4;
        other |= "\"\\/bfnrtu".indexOf(letter) < 0;
    }

    private void bare(byte[] all, int letter, int at) {
        boolean inside = letter == '+' || letter == '-' || letter == '.' || (letter >= '0' && letter <= '9')
                || (letter >= 'a' && letter <= 'z') || letter == 'E';
        if (inside) {
            other |= at - from >= LONGEST_NUMBER;
            return;
        }
        String word = new String(all, from, at - from, StandardCharsets.ISO_8859_1);
        boolean number = token == Token.NUMBER;
        token = Token.NONE;
        place = Place.NEXT;
        take(number ? body.number(field, word) : body.flag(field, word));
        outside(letter, at);
    }

    private void take(boolean taken) {
        other |= !taken;
    }

    /** A text's characters, which stand between quotation marks; their escapes are known to be right. */
    static String decoded(byte[] all, int from, int to, boolean withEscapes) {
        String raw = new String(all, from + 1, to - from - 2, StandardCharsets.UTF_8);
        if (!withEscapes) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char letter = raw.charAt(i);
            if (letter != '\\') {
                text.append(letter);
                continue;
            }
            char which = raw.charAt(++i);
            if (which == 'u') {
                text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                int place = "bfnrt".indexOf(which);
                text.append(place < 0 ? which : "\b\f\n\r\t".charAt(place));
            }
        }
        return text.toString();
    }
}
