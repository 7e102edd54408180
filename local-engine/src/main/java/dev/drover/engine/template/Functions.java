package dev.drover.engine.template;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** The functions every template can call. */
final class Functions {

    private static final long LONGEST = 100_000;

    private Functions() {}

    static void define(Scope scope, Supplier<LocalDateTime> now) {
        scope.set("raise_exception", (Callable) given -> {
            throw new TemplateError.Raised(given.string(0, "message", ""));
        });
        scope.set("strftime_now", (Callable) given -> Text.own(date(given.string(0, "format", ""), now.get())));
        scope.set("range", (Callable) given -> range(given.positional()));
        scope.set("namespace", (Callable) given -> {
            Namespace namespace = new Namespace();
            namespace.putAll(map(given));
            return namespace;
        });
        scope.set("dict", (Callable) Functions::map);
    }

    private static Map<Object, @Nullable Object> map(Named given) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        if (!given.positional().isEmpty() && given.positional().getFirst() instanceof Map<?, ?> first) {
            map.putAll(first);
        }
        given.named().forEach((name, value) -> map.put(Text.own(name), value));
        return map;
    }

    private static List<@Nullable Object> range(List<@Nullable Object> given) {
        long from = given.size() > 1 ? Values.integer(given.get(0)) : 0;
        long to = Values.integer(given.get(given.size() > 1 ? 1 : 0));
        long step = given.size() > 2 ? Values.integer(given.get(2)) : 1;
        if (step == 0 || Math.abs(((double) to - from) / step) > LONGEST) {
            throw new IllegalArgumentException("range from " + from + " to " + to + " by " + step
                    + " (expected: at most " + LONGEST + " numbers)");
        }
        List<@Nullable Object> numbers = new ArrayList<>();
        for (long i = from, left = step > 0 ? to - from : from - to; left > 0; i += step, left -= Math.abs(step)) {
            numbers.add(i);
        }
        return numbers;
    }

    private static String date(String format, LocalDateTime now) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < format.length(); at++) {
            if (format.charAt(at) != '%' || at + 1 == format.length()) {
                text.append(format.charAt(at));
                continue;
            }
            boolean plain = format.charAt(++at) == '-' && at + 1 < format.length();
            String field = field(format.charAt(plain ? ++at : at), now);
            text.append(plain && field.startsWith("0") && field.length() > 1 ? field.substring(1) : field);
        }
        return text.toString();
    }

    private static String field(char code, LocalDateTime now) {
        String pattern = switch (code) {
            case 'Y' -> "yyyy";
            case 'y' -> "yy";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'B' -> "MMMM";
            case 'b', 'h' -> "MMM";
            case 'A' -> "EEEE";
            case 'a' -> "EEE";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'p' -> "a";
            case 'j' -> "DDD";
            case 'F' -> "yyyy-MM-dd";
            case 'T' -> "HH:mm:ss";
            case 'D' -> "MM/dd/yy";
            default -> "";
        };
        return code == '%' ? "%"
                : pattern.isEmpty() ? "%" + code : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
    }
}
