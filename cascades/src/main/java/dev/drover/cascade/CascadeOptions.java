package dev.drover.cascade;

import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.Deferral;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How two models decode together.
 *
 * @param rule whose word holds where
 * @param values what {@link #schema} describes: the block length and the rule's options, its leniency among them
 */
public record CascadeOptions(DeferralRule rule, Options values) {

    /**
     * The longest block. A block and the token before it are scored in one pass of at most 16 tokens, which an engine
     * computes as it does single ones; longer passes may be computed another way, whose last bits differ.
     */
    public static final int LONGEST_BLOCK = 15;

    private static final String BLOCK_LENGTH = "blockLength";
    private static final String ADAPTIVE = "adaptive";
    private static final Option BLOCK = Option.integerOr(BLOCK_LENGTH, 5, 1, LONGEST_BLOCK, List.of(ADAPTIVE),
            "How many tokens are drafted before the large model looks at them; adaptive for what gives most tokens a "
                    + "second by what is measured meanwhile, none where drafting is a loss.");

    /** Checks that the values belong to the rule. */
    public CascadeOptions {
        if (!values.schema().equals(schema(rule))) {
            throw new IllegalArgumentException(
                    "values: of another rule (expected: the options of rule " + rule.name() + ")");
        }
    }

    /** The options a cascade under a rule takes, for those who validate documents. */
    public static OptionSchema schema(DeferralRule rule) {
        List<Option> options = new ArrayList<>(rule.options().options());
        options.add(BLOCK);
        return new OptionSchema(options);
    }

    /**
     * Options as a document gives them.
     *
     * @param rule a built-in rule's name; hyphens may be left out
     * @param values by the names of the rule's {@link #schema}; what is left out is at its default
     * @throws IllegalArgumentException when there is no such rule, or with every problem of the values
     */
    public static CascadeOptions of(String rule, Map<String, ?> values) {
        DeferralRule known = BuiltInRules.named(rule);
        return new CascadeOptions(known, schema(known).resolve(values));
    }

    /**
     * Options.
     *
     * @param rule a built-in rule's name; hyphens may be left out
     * @param leniency within the rule's range; null for its default
     * @param blockLength 1 to {@value #LONGEST_BLOCK}
     * @throws IllegalArgumentException when there is no such rule, or with every problem of the values
     */
    public static CascadeOptions of(String rule, @Nullable Double leniency, int blockLength) {
        return of(rule, leniency == null ? Map.of(BLOCK_LENGTH, blockLength)
                : Map.of(BLOCK_LENGTH, blockLength, DeferralRule.LENIENCY, leniency));
    }

    /** The rule's leniency. */
    public double leniency() {
        return values.number(DeferralRule.LENIENCY);
    }

    /** Whether the block length follows what is measured. */
    public boolean adaptive() {
        return values.says(BLOCK_LENGTH, ADAPTIVE);
    }

    /** How many tokens are drafted at most before they are verified. */
    public int blockLength() {
        return adaptive() ? LONGEST_BLOCK : values.integer(BLOCK_LENGTH);
    }

    Deferral deferral() {
        return rule.deferral(values);
    }
}
