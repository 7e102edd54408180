package dev.drover.engine.machinecode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the processor can do, as Linux lists it: a feature that the operating system does not save the registers of is
 * not in the list.
 *
 * @param features names as in {@code /proc/cpuinfo}: {@code avx512_vnni}; empty where there is no machine code for it
 */
public record Processor(Set<String> features) {

    private static final Path LIST = Path.of("/proc/cpuinfo");

    /** This one. */
    public static Processor current() {
        boolean known = System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64");
        try {
            return known ? parse(Files.readString(LIST, StandardCharsets.UTF_8)) : new Processor(Set.of());
        } catch (IOException unreadable) {
            return new Processor(Set.of());
        }
    }

    /** Reads the text of {@code /proc/cpuinfo}: the features that all cores have. */
    static Processor parse(String text) {
        Set<String> common = null;
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals("flags")) {
                Set<String> features = new TreeSet<>(Set.of(line.substring(colon + 1).strip().split(" +")));
                if (common == null) {
                    common = features;
                } else {
                    common.retainAll(features);
                }
            }
        }
        return new Processor(common == null ? Set.of() : Set.copyOf(common));
    }

    /** Which of some features it lacks. */
    public Set<String> lacks(Set<String> wanted) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(features);
        return missing;
    }
}
