package dev.drover.router.strategy;

import dev.drover.inference.option.OptionSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue of strategies. */
public final class BuiltInStrategies {

    private static final List<StrategyEntry> ALL = List.of(new FirstStrategy(), new HerdStrategy(),
            new RandomStrategy());

    private BuiltInStrategies() {}

    /** All entries, by name. */
    public static List<StrategyEntry> all() {
        return ALL;
    }

    /** The entry of a name. */
    public static Optional<StrategyEntry> named(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The options each takes, by name: what policies are validated with. */
    public static Map<String, OptionSchema> schemas() {
        Map<String, OptionSchema> schemas = new LinkedHashMap<>();
        ALL.forEach(entry -> schemas.put(entry.name(), entry.options()));
        return schemas;
    }
}
