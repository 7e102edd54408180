package dev.drover.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are accepted. A file has one on each line: the key's hash, a name, a team and, for one that may use the
 * admin port, the word {@code admin}; separated by commas, or by white space. Empty lines and those that begin with
 * {@code #} are left out. Safe for use by many threads.
 */
public final class KeyRing {

    private static final int HASH_DIGITS = 64;

    private final @Nullable Path file;
    private volatile List<Entry> entries;
    private volatile List<String> lines;

    private record Entry(byte[] hash, Caller caller) {}

    private KeyRing(@Nullable Path file, List<String> lines, List<Entry> entries) {
        this.file = file;
        this.lines = lines;
        this.entries = entries;
    }

    /**
     * Reads a file of keys.
     *
     * @throws IllegalArgumentException with every problem when it cannot be used
     */
    public static KeyRing read(Path file) {
        List<String> lines = lines(file);
        return new KeyRing(file, lines, entries(file.toString(), lines));
    }

    /**
     * Reads the file once more, if there is one: keys that were added or taken away count from now on. Requests that run
     * already run on.
     *
     * @return whether anything has changed
     * @throws IllegalArgumentException with every problem when it cannot be used; the keys before stay
     */
    public boolean refresh() {
        Path from = file;
        if (from == null) {
            return false;
        }
        List<String> read = lines(from);
        if (read.equals(lines)) {
            return false;
        }
        entries = entries(from.toString(), read);
        lines = read;
        return true;
    }

    /** How many keys there are. */
    public int size() {
        return entries.size();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    "keys: " + file
                            + " cannot be read (expected: a file with a key's hash on each line; see ./drover key new)",
                    failure);
        }
    }

    static KeyRing of(String source, List<String> lines) {
        return new KeyRing(null, lines, entries(source, lines));
    }

    private static List<Entry> entries(String source, List<String> lines) {
        Map<String, Caller> callers = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                read(source + ":" + (i + 1), line.split("\\s*[,\\s]\\s*"), callers, problems);
            }
        }
        if (callers.isEmpty() && problems.isEmpty()) {
            problems.add(source + ": no key in it (expected: at least one; make it with ./drover key new)");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return callers.entrySet()
                .stream()
                .map(each -> new Entry(HexFormat.of().parseHex(each.getKey()), each.getValue()))
                .toList();
    }

    private static void read(String where, String[] fields, Map<String, Caller> callers, List<String> problems) {
        boolean hashed = fields[0].length() == HASH_DIGITS && fields[0].chars().allMatch(KeyRing::hexadecimal);
        if (!hashed) {
            problems.add(where + ": no hash at its start (expected: 64 hexadecimal digits as ./drover key new prints "
                    + "them, then a name, a team and, if wanted, admin)");
        } else if (fields.length < 2 || fields.length > 4 || (fields.length == 4 && !fields[3].equals("admin"))) {
            problems.add(where + ": " + (fields.length - 1)
                    + " words after the hash (expected: a name, a team and, if wanted, admin)");
        } else {
            String team = fields.length > 2 ? fields[2] : "";
            Caller before = callers.putIfAbsent(fields[0].toLowerCase(Locale.ROOT),
                    new Caller(fields[1], team, fields.length == 4));
            if (before != null) {
                problems.add(where + ": the key of " + before.name() + " again (expected: each key once)");
            }
        }
    }

    private static boolean hexadecimal(int letter) {
        return Character.digit(letter, 16) >= 0 && letter < 128;
    }

    /** Whose key it is. Takes the same time whichever key it is and how much of it is right. */
    Optional<Caller> caller(String key) {
        byte[] hash = AccessKey.digest(key);
        Caller found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                found = entry.caller();
            }
        }
        return Optional.ofNullable(found);
    }
}
