package dev.drover.inference.option;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
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

    @Test
    void aDefaultThatCouldNotBeGivenIsRefused() {
        assertThatThrownBy(() -> Option.number("share", 1.5, 0, 1, "x"))
                .hasMessage("share: default 1.5 (expected: a number from 0 to 1)");
        assertThatThrownBy(() -> Option.integer("count", 0, 1, 5, "x"))
                .hasMessage("count: default 0 (expected: a whole number from 1 to 5)");
        assertThatThrownBy(() -> Option.text("order", "size", List.of("cost"), "x"))
                .hasMessage("order: default size (expected: one of cost)");
    }

    @Test
    void whatIsNoNumberInRangeIsRefusedWithTheRange() {
        for (Object value : new Object[] {Double.NaN, -1.0000001, 1.5f, Long.MAX_VALUE, Double.POSITIVE_INFINITY, "0.5",
                true, List.of(0.5)}) {
            assertThat(schema.problems("p", Map.of("blockLength", 1, "leniency", value)))
                    .containsExactly("p.leniency: " + value + " (expected: a number from -1 to 1)");
        }
        for (Object value : new Object[] {0, 33, 1e300, 0.99999999, Double.NaN, "5", 1L << 40}) {
            assertThat(schema.problems("p", Map.of("blockLength", value)))
                    .containsExactly("p.blockLength: " + value + " (expected: a whole number from 1 to 32)");
        }
    }

    @Test
    void numbersOfAnyJavaTypeFit() {
        for (Object value : new Object[] {1, 1L, (short) 1, 1.0, 1f, new BigDecimal("1"), BigInteger.ONE}) {
            Options options = schema.resolve(Map.of("blockLength", value, "leniency", value));
            assertThat(options.integer("blockLength")).isOne();
            assertThat(options.number("leniency")).isOne();
        }
    }

    @Test
    void aNullIsRefusedAndNotTakenForAbsent() {
        Map<String, Object> values = new HashMap<>();
        values.put("blockLength", 3);
        values.put("order", null);
        assertThat(schema.problems("p", values)).containsExactly("p.order: null (expected: one of cost, quality)");
        assertThatThrownBy(() -> schema.resolve(values)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("options.order: null (expected: one of cost, quality)");
    }

    @Test
    void choicesAreExact() {
        assertThat(schema.problems("p", Map.of("blockLength", 1, "order", "Cost"))).hasSize(1);
        assertThat(schema.problems("p", Map.of("blockLength", 1, "order", " cost"))).hasSize(1);
    }

    @Test
    void anOptionThatTheSchemaLacksIsNoOption() {
        Options options = schema.resolve(Map.of("blockLength", 1));
        assertThatThrownBy(() -> options.number("lenience")).hasMessageContaining("option: lenience");
    }

    @Test
    void theNearestOfSeveralNamesWinsInAnyCase() {
        List<String> names = List.of("temperature", "top_p", "top_k", "min_p", "n");
        assertThat(Names.nearest("TEMPRATURE", names)).contains("temperature");
        assertThat(Names.nearest("topk", names)).contains("top_k");
        assertThat(Names.nearest("min-p", names)).contains("min_p");
        assertThat(Names.nearest("top_", names)).as("the first of equals").contains("top_p");
        assertThat(Names.nearest("temperature", List.of())).isEmpty();
    }

    @Test
    void aNameWithNoLetterInCommonIsNoSlip() {
        assertThat(Names.nearest("x", List.of("n", "q"))).isEmpty();
        assertThat(Names.nearest("", List.of("n"))).isEmpty();
        assertThat(Names.nearest("N", List.of("n"))).contains("n");
    }
}
