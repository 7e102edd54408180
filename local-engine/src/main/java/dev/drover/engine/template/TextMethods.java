package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/** The methods of Python's strings that chat templates call. What they give keeps the origin of each character. */
final class TextMethods {

    private TextMethods() {}

    /** A method of a text; null when there is none of that name. */
    static @Nullable Callable find(Text text, String name) {
        return switch (name) {
            case "strip" -> given -> text.strip(given.string(0, "chars", ""), true, true);
            case "lstrip" -> given -> text.strip(given.string(0, "chars", ""), true, false);
            case "rstrip" -> given -> text.strip(given.string(0, "chars", ""), false, true);
            case "upper" -> given -> text.map(string -> string.toUpperCase(Locale.ROOT));
            case "lower" -> given -> text.map(string -> string.toLowerCase(Locale.ROOT));
            case "casefold" -> given -> text.map(all -> all.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
            case "title" -> given -> cased(text, character -> !Character.isLetter(character));
            case "capitalize" -> given -> cased(text, character -> false);
            case "split" -> given -> split(text, given);
            case "rsplit" -> given -> lastSplit(text, given);
            case "splitlines" -> given -> new ArrayList<>(text.lines(Values.truth(given.get(0, "keepends", false))));
            case "replace" -> given -> text.replace(first(given), given.text(1, "new"),
                    (int) Values.integer(given.get(2, "count", -1L)));
            case "join" -> given -> joined(text, Values.items(given.needed(0, "iterable")));
            case "format" -> given -> TextFormat.braces(text, given);
            case "removeprefix" ->
                given -> text.slice(text.string().startsWith(first(given)) ? first(given).length() : 0, text.length());
            case "removesuffix" -> given -> text.slice(0,
                    text.length() - (text.string().endsWith(first(given)) ? first(given).length() : 0));
            case "ljust" -> given -> padded(text, given, 0);
            case "rjust" -> given -> padded(text, given, 1);
            case "center" -> given -> padded(text, given, 0.5);
            case "partition" -> given -> parted(text, text.string().indexOf(separator(given)), given, true);
            case "rpartition" -> given -> parted(text, text.string().lastIndexOf(separator(given)), given, false);
            default -> looks(text, name);
        };
    }

    private static @Nullable Callable looks(Text text, String name) {
        return switch (name) {
            case "startswith" -> given -> any(text, given, String::startsWith);
            case "endswith" -> given -> any(text, given, String::endsWith);
            case "find" -> given -> place(text, given, String::indexOf);
            case "rfind" -> given -> place(text, given, String::lastIndexOf);
            case "index" -> given -> found(place(text, given, String::indexOf), given);
            case "rindex" -> given -> found(place(text, given, String::lastIndexOf), given);
            case "count" -> given -> first(given).isEmpty() ? window(text, given).count() + 1L
                    : window(text, given).split(first(given), -1).size() - 1L;
            case "isdigit", "isnumeric", "isdecimal" -> given -> all(text, Character::isDigit);
            case "isalpha" -> given -> all(text, Character::isLetter);
            case "isalnum" -> given -> all(text, Character::isLetterOrDigit);
            case "isspace" -> given -> all(text, Python::isSpace);
            case "isupper" -> given -> isUpper(text);
            case "islower" -> given -> isLower(text);
            default -> null;
        };
    }

    private static boolean all(Text text, IntPredicate holds) {
        return text.length() > 0 && text.string().codePoints().allMatch(holds);
    }

    /** Whether a text has letters with case, all of them large. */
    static boolean isUpper(Text text) {
        String string = text.string();
        return !string.equals(string.toLowerCase(Locale.ROOT)) && string.equals(string.toUpperCase(Locale.ROOT));
    }

    /** Whether a text has letters with case, all of them small. */
    static boolean isLower(Text text) {
        String string = text.string();
        return !string.equals(string.toUpperCase(Locale.ROOT)) && string.equals(string.toLowerCase(Locale.ROOT));
    }

    private static String first(Named given) {
        return given.text(0, "text").string();
    }

    private static String separator(Named given) {
        if (first(given).isEmpty()) {
            throw new IllegalArgumentException("an empty separator (expected: at least one character)");
        }
        return first(given);
    }

    /** The part of a text that a method looks at: from its second argument to its third. */
    private static Text window(Text text, Named given) {
        if (!given.has(1, "start")) {
            return text;
        }
        int size = text.count();
        int from = Values.place(given.get(1, "start"), size, 0);
        return text.part(from, Math.max(from, Values.place(given.get(2, "end"), size, size)));
    }

    /** A place as Python counts it; -1 if there is none. */
    private static long place(Text text, Named given, BiFunction<String, String, Integer> search) {
        String looked = window(text, given).string();
        int at = search.apply(looked, first(given));
        return at < 0 ? -1 : looked.codePointCount(0, at) + Values.place(given.get(1, "start"), text.count(), 0);
    }

    private static Object found(long place, Named given) {
        if (place < 0) {
            throw new IllegalArgumentException("'" + first(given) + "' (expected: a part of the text)");
        }
        return place;
    }

    private static boolean any(Text text, Named given, BiPredicate<String, String> holds) {
        String looked = window(text, given).string();
        return given.needed(0, "text") instanceof List<?> list
                ? list.stream().anyMatch(one -> holds.test(looked, Values.text(one).string()))
                : holds.test(looked, first(given));
    }

    private static Text padded(Text text, Named given, double before) {
        return padded(text, Values.integer(given.needed(0, "width")), given.string(1, "fillchar", " "), before);
    }

    /** A text with something around it that makes it so many characters long, a part of it before the text. */
    static Text padded(Text text, long width, String fill, double before) {
        long missing = Math.max(0, width - text.count());
        if (missing > 1_000) {
            throw new IllegalArgumentException("a width of " + missing + " more (expected: at most 1000)");
        }
        int left = (int) (missing * before) + (before == 0.5 ? (int) (missing & width & 1) : 0);
        return new Text.Builder().own(fill.repeat(left)).add(text).own(fill.repeat((int) missing - left)).text();
    }

    private static Object parted(Text text, int at, Named given, boolean fromLeft) {
        if (at < 0) {
            return new Tuple(fromLeft ? List.of(text, Text.EMPTY, Text.EMPTY) : List.of(Text.EMPTY, Text.EMPTY, text));
        }
        int end = at + first(given).length();
        return new Tuple(List.of(text.slice(0, at), text.slice(at, end), text.slice(end, text.length())));
    }

    private static List<@Nullable Object> split(Text text, Named given) {
        int most = (int) Values.integer(given.get(1, "maxsplit", -1L));
        Object separator = given.get(0, "sep", null);
        return new ArrayList<>(
                separator == null ? text.words(most) : text.split(Values.text(separator).string(), most));
    }

    /** What a split makes of the text read backwards, read backwards. */
    private static List<@Nullable Object> lastSplit(Text text, Named given) {
        Object separator = given.get(0, "sep", null);
        Named backwards = new Named(Arrays.asList(separator == null ? null : Values.text(separator).reversed(),
                given.get(1, "maxsplit", -1L)), Map.of());
        List<@Nullable Object> parts = split(text.reversed(), backwards);
        parts.replaceAll(part -> Values.text(part).reversed());
        return parts.reversed();
    }

    static Text joined(Text separator, List<@Nullable Object> items) {
        Text.Builder builder = new Text.Builder();
        for (int i = 0; i < items.size(); i++) {
            builder.add(i > 0 ? separator : Text.EMPTY).add(Values.text(items.get(i)));
        }
        return builder.text();
    }

    /** A text with its first letter large and so each behind certain characters, and all others small. */
    static Text cased(Text text, IntPredicate before) {
        return text.map(string -> {
            StringBuilder builder = new StringBuilder();
            boolean begins = true;
            for (int character : string.codePoints().toArray()) {
                builder.appendCodePoint(begins ? Character.toTitleCase(character) : Character.toLowerCase(character));
                begins = before.test(character);
            }
            return builder.toString();
        });
    }
}
