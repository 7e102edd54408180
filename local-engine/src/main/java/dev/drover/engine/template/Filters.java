package dev.drover.engine.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The filters of Jinja that chat templates use: those of texts and numbers; {@link ListFilters} has those of lists. */
final class Filters {

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][-+]?\\d++)?");
    private static final String INDENT = "indent";

    private final ListFilters lists;

    Filters(Evaluator evaluator) {
        this.lists = new ListFilters(evaluator, this);
    }

    /** Applies a filter. */
    @Nullable
    Object apply(String name, @Nullable Object value, Named given) {
        Budget.chargeLook(value);
        return switch (name) {
            case "trim" -> Values.text(value).strip(given.string(0, "chars", ""), true, true);
            case "upper" -> Values.text(value).map(text -> text.toUpperCase(Locale.ROOT));
            case "lower" -> Values.text(value).map(text -> text.toLowerCase(Locale.ROOT));
            case "capitalize" -> TextMethods.cased(Values.text(value), character -> false);
            case "title" -> TextMethods.cased(Values.text(value),
                    character -> Python.isSpace(character) || "-({[<".indexOf(character) >= 0);
            case "format" -> TextFormat.percents(Values.text(value), given.positional());
            case "string" -> Values.text(value);
            case "safe" -> Values.text(value).asMarkup();
            case "escape", "e", "forceescape" -> Values.text(value).escaped().asMarkup();
            case "replace" -> Values.text(value)
                    .replace(given.text(0, "old").string(), given.text(1, "new"),
                            (int) Values.integer(given.get(2, "count", -1L)));
            case INDENT -> indented(Values.text(value), given);
            case "center" ->
                TextMethods.padded(Values.text(value), Values.integer(given.get(0, "width", 80L)), " ", 0.5);
            case "truncate" -> truncated(Values.text(value), given);
            case "wordcount" -> WORD.matcher(Values.text(value).string()).results().count();
            case "tojson" -> json(value, given);
            case "length", "count" -> Values.length(value);
            case "default", "d" ->
                value instanceof Undefined || (Values.truth(given.get(1, "boolean", false)) && !Values.truth(value))
                        ? given.get(0, "default_value", Text.EMPTY)
                        : value;
            case "int" -> integer(value, given);
            case "float" -> decimal(value, given.get(0, "default", 0.0));
            case "abs" -> Values.number(value) < 0 ? Arithmetic.negative(value) : Arithmetic.apply("+", value, 0L);
            case "round" -> rounded(value, given);
            default -> lists.apply(name, value, given);
        };
    }

    private static Text indented(Text text, Named given) {
        Object width = given.get(0, "width", 4L);
        Text blanks = width instanceof Text other ? other : Text.own(blanks(width));
        boolean first = Values.truth(given.get(1, "first", false));
        boolean blank = Values.truth(given.get(2, "blank", false));
        Text.Builder builder = new Text.Builder();
        List<Text> lines = text.split("\n", -1);
        for (int i = 0; i < lines.size(); i++) {
            builder.own(i > 0 ? "\n" : "");
            if (i == 0 ? first : blank || lines.get(i).length() > 0) {
                builder.add(blanks);
            }
            builder.add(lines.get(i));
        }
        return builder.text();
    }

    private static String blanks(@Nullable Object width) {
        return " ".repeat(Math.clamp(Values.integer(width), 0, 100));
    }

    /** A text cut at a word's end, with dots behind it, unless it is but a little too long. */
    private static Text truncated(Text text, Named given) {
        long length = Values.integer(given.get(0, "length", 255L));
        Text end = given.has(2, "end") ? given.text(2, "end") : Text.own("...");
        long leeway = Values.integer(Objects.requireNonNullElse(given.get(3, "leeway", 5L), 5L));
        if (length < end.count() || leeway < 0) {
            throw new IllegalArgumentException(
                    "truncate to " + length + " (expected: at least " + end.count() + ", the length of the end)");
        }
        if (text.count() - leeway <= length) {
            return text;
        }
        Text kept = text.part(0, (int) length - end.count());
        int blank = Values.truth(given.get(1, "killwords", false)) ? -1 : kept.string().lastIndexOf(' ');
        return new Text.Builder().add(blank < 0 ? kept : kept.slice(0, blank)).add(end).text();
    }

    /** With the parameters of Hugging Face's filter, which are not those of Jinja's own. */
    private static Text json(@Nullable Object value, Named given) {
        if (value instanceof Undefined) {
            throw new IllegalArgumentException(Values.kind(value) + " (expected: a value JSON can hold)");
        }
        Object indent = given.get(1, INDENT, null);
        List<?> separators = given.get(2, "separators", null) instanceof List<?> list && list.size() == 2 ? list : null;
        return JsonText.of(value, indent == null ? null : indent instanceof Text text ? text.string() : blanks(indent),
                separators, Values.truth(given.get(3, "sort_keys", false)),
                Values.truth(given.get(0, "ensure_ascii", false)));
    }

    private static @Nullable Object integer(@Nullable Object value, Named given) {
        Object otherwise = given.get(0, "default", 0L);
        if (!(value instanceof Text text)) {
            return Values.isNumber(value) ? (Object) Values.whole(value) : otherwise;
        }
        int base = (int) Values.integer(given.get(1, "base", 10L));
        String digits = text.string().strip();
        String prefix = Map.of(16, "0x", 8, "0o", 2, "0b").getOrDefault(base, " ");
        try {
            return Long.parseLong(digits.startsWith(prefix) ? digits.substring(2) : digits, base);
        } catch (NumberFormatException none) {
            return decimal(text, null) instanceof Double number ? (Object) Values.whole(number) : otherwise;
        }
    }

    private static @Nullable Object decimal(@Nullable Object value, @Nullable Object otherwise) {
        if (value instanceof Text text) {
            String digits = text.string().strip();
            return DECIMAL.matcher(digits).matches() ? (Object) Double.parseDouble(digits) : otherwise;
        }
        return Values.isNumber(value) ? (Object) Values.number(value) : otherwise;
    }

    private static Object rounded(@Nullable Object value, Named given) {
        int precision = Math.clamp(Values.integer(given.get(0, "precision", 0L)), -400, 400);
        double number = Values.number(value);
        double factor = Math.pow(10, precision);
        return switch (given.string(1, "method", "common")) {
            case "ceil" -> Math.ceil(number * factor) / factor;
            case "floor" -> Math.floor(number * factor) / factor;
            case "common" -> {
                if (!Double.isFinite(number)) {
                    yield number;
                }
                BigDecimal exact = value instanceof Double ? new BigDecimal(number)
                        : BigDecimal.valueOf(Values.integer(value));
                BigDecimal rounded = exact.setScale(precision, RoundingMode.HALF_EVEN);
                yield value instanceof Double ? (Object) rounded.doubleValue()
                        : (Object) (precision < 0 ? rounded : exact).longValue();
            }
            default -> throw new IllegalArgumentException(
                    given.string(1, "method", "") + " (expected: common, ceil or floor)");
        };
    }
}
