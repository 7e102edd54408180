package dev.drover.gateway.command;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 4200000}, {@code 4.2MB}, {@code 4MiB}. */
final class Sizes {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([kmgt]?i?b?)");
    private static final Map<Character, Integer> POWERS = Map.of('k', 1, 'm', 2, 'g', 3, 't', 4);

    private Sizes() {}

    /**
     * The number of bytes that an option's value stands for.
     *
     * @throws Command.Misuse when it stands for none
     */
    static long parse(String option, String text) {
        Matcher parts = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches() || parts.group(2).equals("i") || parts.group(2).equals("ib")) {
            throw Arguments.wrong(option, text, "a size such as 4200000, 4.2MB or 4MiB");
        }
        String unit = parts.group(2);
        int power = unit.isEmpty() ? 0 : POWERS.getOrDefault(unit.charAt(0), 0);
        return (long) (Double.parseDouble(parts.group(1)) * Math.pow(unit.contains("i") ? 1024 : 1000, power));
    }
}
