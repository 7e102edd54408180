package dev.drover.cascade.drafter;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.Map;

/** The catalogue of drafters that are no models of their own. */
public final class BuiltInDrafters {

    private static final Map<String, OptionSchema> SCHEMAS = Map.of(LookupDrafter.NAME, LookupDrafter.options(),
            FirstLayersDrafter.NAME, FirstLayersDrafter.options());

    private BuiltInDrafters() {}

    /** Their names, with the options that each takes. */
    public static Map<String, OptionSchema> schemas() {
        return SCHEMAS;
    }

    /**
     * One of a document's options.
     *
     * @throws IllegalArgumentException when there is none of the name, or its options contradict each other
     */
    public static Drafter of(String name, Options options) {
        return switch (name) {
            case LookupDrafter.NAME -> LookupDrafter.of(options);
            case FirstLayersDrafter.NAME -> FirstLayersDrafter.of(options);
            default -> throw new IllegalArgumentException(
                    "drafter: " + name + " (expected: one of " + SCHEMAS.keySet().stream().sorted().toList() + ")");
        };
    }
}
