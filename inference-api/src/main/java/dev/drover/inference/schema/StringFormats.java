package dev.drover.inference.schema;

import java.util.Map;
import java.util.TreeMap;

/** What strings of the known formats look like (RFC 3339, 4122, 2673, 4291, 1123 and, of mail, what is usual). */
final class StringFormats {

    private static final String DATE = date();
    private static final String CLOCK = "([01]\\d|2[0-3]):[0-5]\\d";
    private static final String TIME = CLOCK + ":[0-5]\\d(\\.\\d{1,9})?(Z|[+\\-]" + CLOCK + ")";
    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String HEX = "[0-9a-fA-F]{1,4}";

    static final Map<String, String> PATTERNS = new TreeMap<>(
            Map.of("date", "^" + DATE + "$", "time", "^" + TIME + "$", "date-time", "^" + DATE + "T" + TIME + "$",
                    "uuid", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", "duration",
                    "^" + duration() + "$", "ipv4", "^(" + OCTET + "\\.){3}" + OCTET + "$", "ipv6", "^" + ipv6() + "$",
                    "hostname", "^" + HOST + "(\\." + HOST + "){0,3}$", "email",
                    "^[A-Za-z0-9_+\\-]{1,32}(\\.[A-Za-z0-9_+\\-]{1,31})?@" + HOST + "(\\." + HOST + "){1,3}$"));

    private StringFormats() {}

    /** Days that there are, the 29th of February in leap years alone. */
    private static String date() {
        String months = "((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)"
                + "|02-(0[1-9]|1\\d|2[0-8]))";
        String leap = "(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
        return "(\\d{4}-" + months + "|" + leap + "-02-29)";
    }

    private static String duration() {
        String days = "(N+Y(N+M(N+D)?)?|N+M(N+D)?|N+D)";
        String hours = "T(N+H(N+M(N+S)?)?|N+M(N+S)?|N+S)";
        return ("P(" + days + "(" + hours + ")?|" + hours + "|N+W)").replace("N+", "\\d{1,9}");
    }

    /** Eight groups, or fewer with two colons for those that are zero. */
    private static String ipv6() {
        StringBuilder forms = new StringBuilder("((H:){7}H|(H:){1,7}:");
        for (int before = 6; before > 0; before--) {
            forms.append("|(H:){1,").append(before).append("}(:H){1,").append(7 - before).append('}');
        }
        return forms.append("|:((:H){1,7}|:))").toString().replace("H", HEX);
    }
}
