package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The methods of Python's strings that chat templates call. What they give keeps the origin of each character. */
final class TextMethods {

    private TextMethods() {}

    /** A method of a text; null when there is none of that name. */
    static @Nullable Callable find(Text text, String name) {
        return switch (name) {
            case "strip" -> given -> text.strip(characters(given.positional()), true, true);
            case "lstrip" -> given -> text.strip(characters(given.positional()), true, false);
            case "rstrip" -> given -> text.strip(characters(given.positional()), false, true);
            case "upper" -> given -> text.map(string -> string.toUpperCase(Locale.ROOT));
            case "lower" -> given -> text.map(string -> string.toLowerCase(Locale.ROOT));
            case "title" -> given -> titled(text);
            case "capitalize" -> given -> capitalized(text);
            case "split" -> given -> split(text, given);
            case "rsplit" -> given -> lastSplit(text, given);
            case "splitlines" -> given -> new ArrayList<>(text.lines());
            case "startswith" -> given -> any(given.positional().getFirst(), start -> text.string().startsWith(start));
            case "endswith" -> given -> any(given.positional().getFirst(), end -> text.string().endsWith(end));
            case "replace" -> given -> text.replace(Values.text(given.positional().get(0)).string(),
                    Values.text(given.positional().get(1)),
                    given.positional().size() > 2 ? (int) Values.integer(given.positional().get(2)) : -1);
            case "find" -> given -> place(text, text.string().indexOf(first(given)));
            case "rfind" -> given -> place(text, text.string().lastIndexOf(first(given)));
            case "count" -> given -> (long) text.split(first(given), -1).size() - 1;
            case "join" -> given -> joined(text, Values.items(given.positional().getFirst()));
            case "format" -> given -> TextFormat.braces(text, given);
            case "isdigit", "isnumeric" ->
                given -> text.length() > 0 && text.string().chars().allMatch(Character::isDigit);
            case "isalpha" -> given -> text.length() > 0 && text.string().chars().allMatch(Character::isLetter);
            case "isspace" -> given -> text.length() > 0 && text.string().chars().allMatch(Python::isSpace);
            case "removeprefix" -> given -> text.string().startsWith(first(given))
                    ? text.slice(Values.text(given.positional().getFirst()).length(), text.length())
                    : text;
            case "removesuffix" -> given -> text.string().endsWith(first(given))
                    ? text.slice(0, text.length() - Values.text(given.positional().getFirst()).length())
                    : text;
            default -> looks(text, name);
        };
    }

    private static @Nullable Callable looks(Text text, String name) {
        String string = text.string();
        return switch (name) {
            case "isalnum" -> given -> !string.isEmpty() && string.codePoints().allMatch(Character::isLetterOrDigit);
            case "isupper" -> given -> !string.equals(string.toLowerCase(Locale.ROOT))
                    && string.equals(string.toUpperCase(Locale.ROOT));
            case "islower" -> given -> !string.equals(string.toUpperCase(Locale.ROOT))
                    && string.equals(string.toLowerCase(Locale.ROOT));
            case "casefold" -> given -> text.map(all -> all.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
            case "ljust" -> given -> new Text.Builder().add(text).add(padding(text, given)).text();
            case "rjust" -> given -> new Text.Builder().add(padding(text, given)).add(text).text();
            case "index" -> given -> {
                int at = string.indexOf(first(given));
                if (at < 0) {
                    throw new IllegalArgumentException("index: '" + first(given) + "' (expected: a part of the text)");
                }
                return place(text, at);
            };
            case "partition" ->
                given -> parted(text, string.indexOf(separator(first(given))), first(given).length(), true);
            case "rpartition" ->
                given -> parted(text, string.lastIndexOf(separator(first(given))), first(given).length(), false);
            default -> null;
        };
    }

    private static String first(Named given) {
        return Values.text(given.positional().getFirst()).string();
    }

    /** A place as Python counts it. */
    private static Object place(Text text, int at) {
        return at < 0 ? -1L : (Object) (long) text.string().codePointCount(0, at);
    }

    private static Text padding(Text text, Named given) {
        long missing = Values.integer(given.get(0, "width")) - text.count();
        if (missing > 1_000) {
            throw new IllegalArgumentException("a width of " + missing + " more (expected: at most 1000)");
        }
        return Text.own(given.string(1, "fillchar", " ").repeat((int) Math.max(0, missing)));
    }

    private static Object parted(Text text, int at, int length, boolean fromLeft) {
        if (at < 0) {
            return new Tuple(fromLeft ? List.of(text, Text.EMPTY, Text.EMPTY) : List.of(Text.EMPTY, Text.EMPTY, text));
        }
        return new Tuple(
                List.of(text.slice(0, at), text.slice(at, at + length), text.slice(at + length, text.length())));
    }

    private static String characters(List<@Nullable Object> given) {
        return given.isEmpty() || given.getFirst() == null ? "" : Values.text(given.getFirst()).string();
    }

    private static boolean any(@Nullable Object candidates, java.util.function.Predicate<String> holds) {
        return candidates instanceof List<?> list ? list.stream().anyMatch(one -> holds.test(Values.text(one).string()))
                : holds.test(Values.text(candidates).string());
    }

    private static List<@Nullable Object> split(Text text, Named given) {
        int most = given.has(1, "maxsplit") ? (int) Values.integer(given.get(1, "maxsplit")) : -1;
        Object separator = given.get(0, "sep", null);
        return new ArrayList<>(
                separator == null ? text.words() : text.split(separator(Values.text(separator).string()), most));
    }

    private static String separator(String string) {
        if (string.isEmpty()) {
            throw new IllegalArgumentException("an empty separator (expected: at least one character)");
        }
        return string;
    }

    private static List<@Nullable Object> lastSplit(Text text, Named given) {
        String separator = separator(given.string(0, "sep", " "));
        List<Text> parts = text.split(separator, -1);
        int most = given.has(1, "maxsplit") ? (int) Values.integer(given.get(1, "maxsplit")) : -1;
        if (most < 0 || parts.size() <= most + 1) {
            return new ArrayList<>(parts);
        }
        int tail = parts.stream().skip(parts.size() - most).mapToInt(Text::length).sum() + most * separator.length();
        List<@Nullable Object> result = new ArrayList<>();
        result.add(text.slice(0, text.length() - tail));
        result.addAll(parts.subList(parts.size() - most, parts.size()));
        return result;
    }

    static Text joined(Text separator, List<@Nullable Object> items) {
        Text.Builder builder = new Text.Builder();
        for (int i = 0; i < items.size(); i++) {
            builder.add(i > 0 ? separator : Text.EMPTY).add(Values.text(items.get(i)));
        }
        return builder.text();
    }

    static Text capitalized(Text text) {
        return text.map(string -> string.isEmpty() ? string
                : string.substring(0, 1).toUpperCase(Locale.ROOT) + string.substring(1).toLowerCase(Locale.ROOT));
    }

    static Text titled(Text text) {
        return text.map(string -> {
            StringBuilder builder = new StringBuilder();
            boolean begins = true;
            for (int at = 0; at < string.length(); at++) {
                char character = string.charAt(at);
                builder.append(begins ? Character.toUpperCase(character) : Character.toLowerCase(character));
                begins = !Character.isLetter(character);
            }
            return builder.toString();
        });
    }

    /** Each word that stands after a blank, a dash or a bracket with a capital, the rest small, as the filter does it. */
    static Text heading(Text text) {
        return text.map(string -> {
            StringBuilder builder = new StringBuilder();
            boolean begins = true;
            for (int at = 0; at < string.length(); at++) {
                char character = string.charAt(at);
                builder.append(begins ? Character.toUpperCase(character) : Character.toLowerCase(character));
                begins = Python.isSpace(character) || "-({[<".indexOf(character) >= 0;
            }
            return builder.toString();
        });
    }
}
