package dev.drover.policy;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.Map;

/**
 * How requests are spread over the deployments of a tier.
 *
 * @param by the balancer's name
 * @param options its own options, with defaults filled in
 */
public record Balance(String by, Options options) {

    /** By weight, when a document says nothing. */
    public static final Balance STANDARD = new Balance("weighted", new Options(OptionSchema.NONE, Map.of()));
}
