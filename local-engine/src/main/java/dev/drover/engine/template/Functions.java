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
        scope.set("range", (Callable) given -> range(given));
        scope.set("namespace", (Callable) given -> {
            Namespace namespace = new Namespace();
            namespace.putAll(map(given));
            return namespace;
        });
        scope.set("dict", (Callable) Functions::map);
        scope.set("joiner", (Callable) given -> joiner(given.get(0, "sep", Text.own(", "))));
    }

    /** What is nothing when called first, and a separator from then on. */
    private static Callable joiner(@Nullable Object separator) {
        boolean[] used = new boolean[1];
        return given -> {
            Object text = used[0] ? separator : Text.EMPTY;
            used[0] = true;
            return text;
        };
    }

    private static Map<Object, @Nullable Object> map(Named given) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        Object first = given.positional().isEmpty() ? Map.of() : given.positional().getFirst();
        for (Object item : first instanceof Map<?, ?> other ? Methods.items(other) : Values.items(first)) {
            List<@Nullable Object> pair = Values.items(item);
            if (pair.size() != 2) {
                throw new IllegalArgumentException(pair.size() + " items (expected: a key and a value)");
            }
            map.put(Values.key(pair.get(0)), pair.get(1));
        }
        given.named().forEach((name, value) -> map.put(Text.own(name), value));
        return map;
    }

    private static List<@Nullable Object> range(Named given) {
        boolean open = given.positional().size() < 2;
        long from = open ? 0 : Values.integer(given.get(0, "start"));
        long to = Values.integer(given.needed(open ? 0 : 1, "stop"));
        long step = Values.integer(given.get(2, "step", 1L));
        if (step == 0 || Math.abs(((double) to - from) / step) > LONGEST) {
            throw new IllegalArgumentException("range from " + from + " to " + to + " by " + step
                    + " (expected: at most " + LONGEST + " numbers)");
        }
        long count = Math.max(0, (long) Math.ceil(((double) to - from) / step));
        Budget.charge(count);
        List<@Nullable Object> numbers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            numbers.add(from + i * step);
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
            text.append(plain ? field.replaceFirst("^[0 ]+(?=.)", "") : field);
        }
        return text.toString();
    }

    private static String field(char code, LocalDateTime now) {
        String pattern = switch (code) {
            case 'Y' -> "yyyy";
            case 'y' -> "yy";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'e' -> "ppd";
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
            case 'T', 'X' -> "HH:mm:ss";
            case 'R' -> "HH:mm";
            case 'D', 'x' -> "MM/dd/yy";
            case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
            case 'f' -> "SSSSSS";
            default -> "";
        };
        return code == '%' ? "%"
                : pattern.isEmpty() ? "%" + code : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
    }
}
