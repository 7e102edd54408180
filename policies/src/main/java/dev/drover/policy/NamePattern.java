package dev.drover.policy;

/**
 * A name in which a star matches any text, the empty one too.
 *
 * <p>Of two patterns that match a name, the more specific wins: one without a star before all others, then the one with
 * more letters beside its stars.
 */
record NamePattern(String text) {

    /** Whether it names exactly one thing. */
    boolean isExact() {
        return text.indexOf('*') < 0;
    }

    /** How specific it is: higher wins. */
    int specificity() {
        return isExact() ? Integer.MAX_VALUE : (int) text.chars().filter(letter -> letter != '*').count();
    }

    /** Whether it matches a name; takes time in proportion to both lengths at most. */
    boolean matches(String name) {
        int at = 0;
        int inName = 0;
        int star = -1;
        int resume = 0;
        while (inName < name.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                resume = inName;
            } else if (at < text.length() && text.charAt(at) == name.charAt(inName)) {
                at++;
                inName++;
            } else if (star >= 0) {
                at = star + 1;
                inName = ++resume;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }

    /** Whether some name is matched by both. */
    boolean meets(NamePattern other) {
        String a = text;
        String b = other.text;
        boolean[] row = new boolean[b.length() + 1];
        row[0] = true;
        for (int j = 1; j <= b.length(); j++) {
            row[j] = row[j - 1] && b.charAt(j - 1) == '*';
        }
        for (int i = 1; i <= a.length(); i++) {
            char left = a.charAt(i - 1);
            boolean diagonal = row[0];
            row[0] = row[0] && left == '*';
            for (int j = 1; j <= b.length(); j++) {
                char right = b.charAt(j - 1);
                boolean above = row[j];
                boolean star = left == '*' || right == '*';
                row[j] = star ? above || row[j - 1] : diagonal && left == right;
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
