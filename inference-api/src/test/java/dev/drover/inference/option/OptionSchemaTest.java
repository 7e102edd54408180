package dev.drover.inference.option;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionSchemaTest {

    private final OptionSchema schema = OptionSchema.of(
            Option.number("leniency", 0.3, -1, 1, "How much of the drafter's work is kept."),
            Option.integer("blockLength", null, 1, 32, "Tokens drafted at a time."),
            Option.flag("bonus", true, "Whether a full block earns a token more."),
            Option.text("order", "cost", List.of("cost", "quality"), "What goes first."));

    @Test
    void everyProblemIsReportedAtOnce() {
        assertThat(schema.problems("cascades[0]", Map.of("leniancy", 1, "bonus", "yes", "order", "size")))
                .containsExactlyInAnyOrder("cascades[0].leniancy: unknown (expected: leniency?)",
                        "cascades[0].bonus: yes (expected: true or false)",
                        "cascades[0].order: size (expected: one of cost, quality)",
                        "cascades[0].blockLength: missing (expected: a whole number from 1 to 32)");
    }

    @Test
    void defaultsFillWhatIsNotGiven() {
        Options options = schema.resolve(Map.of("blockLength", 5));
        assertThat(options.number("leniency")).isEqualTo(0.3);
        assertThat(options.integer("blockLength")).isEqualTo(5);
        assertThat(options.flag("bonus")).isTrue();
        assertThat(options.text("order")).isEqualTo("cost");
    }

    @Test
    void wholeNumbersMayBeWrittenWithAFractionOfZero() {
        assertThat(schema.resolve(Map.of("blockLength", 5.0)).integer("blockLength")).isEqualTo(5);
        assertThatThrownBy(() -> schema.resolve(Map.of("blockLength", 5.5)))
                .hasMessageContaining("blockLength: 5.5 (expected: a whole number from 1 to 32)");
    }

    @Test
    void namesFarFromAnyKnownAreListed() {
        assertThat(OptionSchema.of(Option.flag("bonus", true, "x")).problems("p", Map.of("temperature", 1)))
                .containsExactly("p.temperature: unknown (expected: one of bonus)");
        assertThat(OptionSchema.NONE.problems("p", Map.of("x", 1)))
                .containsExactly("p.x: unknown (expected: no options)");
    }

    @Test
    void aDoubleNameIsRefused() {
        assertThatThrownBy(() -> OptionSchema.of(Option.flag("a", true, "x"), Option.flag("a", true, "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNearestNameIsASlipAway() {
        assertThat(Names.nearest("sevre", List.of("serve", "complete"))).contains("serve");
        assertThat(Names.nearest("xyz", List.of("serve", "complete"))).isEmpty();
    }
}
