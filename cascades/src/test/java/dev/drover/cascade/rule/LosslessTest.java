package dev.drover.cascade.rule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LosslessTest extends RuleContract {

    LosslessTest() {
        super(new Lossless());
    }

    @Override
    double[] leniencies() {
        return new double[] {0};
    }

    @Test
    void emitsTheLargeModel() {
        Golden.a(rule.at(0)).defersToTheLargeModel();
        Golden.b(rule.at(0)).defersToTheLargeModel();
    }

    @Test
    void knowsNoOtherLeniency() {
        assertThatThrownBy(() -> rule.at(.3)).hasMessageContaining("leniency: 0.3 (expected: a number from 0 to 0)");
    }
}
