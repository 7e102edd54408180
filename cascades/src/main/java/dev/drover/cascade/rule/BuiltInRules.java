package dev.drover.cascade.rule;

import dev.drover.inference.option.Names;
import java.util.List;
import java.util.Optional;

/** The deferral rules that come with Drover. */
public final class BuiltInRules {

    private static final List<DeferralRule> ALL = List.of(new Lossless(), new Lossy(), new Chow(), new Diff(),
            new Opt(), new OptLog(), new Learned(), new TokenV1(), new TokenV2(), new TokenV3(), new TopAccept(),
            new Bild(), new BildStar());

    private BuiltInRules() {}

    /** All of them, in the order they are documented. */
    public static List<DeferralRule> all() {
        return ALL;
    }

    /** Their names, in the same order. */
    public static List<String> names() {
        return ALL.stream().map(DeferralRule::name).toList();
    }

    /** The rule of a name; hyphens may be left out ({@code tokenv3}). */
    public static Optional<DeferralRule> find(String name) {
        return ALL.stream()
                .filter(rule -> rule.name().equals(name) || rule.name().replace("-", "").equals(name))
                .findFirst();
    }

    /**
     * The rule of a name; hyphens may be left out.
     *
     * @throws IllegalArgumentException when there is none, naming the nearest
     */
    public static DeferralRule named(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("rule: " + name + " (expected: "
                + Names.nearest(name, names()).map(near -> near + "?").orElse("one of " + String.join(", ", names()))
                + ")"));
    }
}
