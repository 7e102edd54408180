package dev.drover.inference.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what someone probably meant. */
public final class Names {

    private Names() {}

    /**
     * The known name nearest to a written one, if one is near enough to be a slip: at most a third of its letters, or
     * one, differ, and not all (Levenshtein distance, case aside).
     */
    public static Optional<String> nearest(String written, Collection<String> known) {
        int allowed = Math.max(1, (written.length() + 1) / 3);
        return known.stream()
                .filter(name -> distance(written, name) <= Math.min(allowed, name.length() - 1))
                .min(Comparator.comparingInt(name -> distance(written, name)));
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
