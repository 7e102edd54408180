package dev.drover.gateway.evaluation;

import dev.drover.gateway.fixture.ScriptedModel;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A pair's diagnosis where what it must say can be counted. */
class CascadeDiagnosisTest {

    private static final List<Item> ITEMS = HerdItems.mixed(Part.DEV, 2);

    private static CascadeDiagnosis diagnosis(String small, String large) {
        return CascadeDiagnosis.of(new ScriptedModel("small", small), new ScriptedModel("large", large), ITEMS,
                done -> {
                });
    }

    private static Agreement.Line line(CascadeDiagnosis diagnosis, String tokens) {
        return diagnosis.agreement().stream().filter(line -> line.tokens().equals(tokens)).findFirst().orElseThrow();
    }

    @Test
    void tokensAreToldByTheirKind() {
        CascadeDiagnosis diagnosis = diagnosis("Sum: 12.", "Sum: 34.");
        assertThat(line(diagnosis, "all").count()).as("eight letters and the end, twice").isEqualTo(18);
        assertThat(line(diagnosis, "first").sameFirst()).isEqualTo(1);
        assertThat(line(diagnosis, "words").sameFirst()).isEqualTo(1);
        assertThat(line(diagnosis, "format").count()).as("colon, space, point, end").isEqualTo(8);
        Agreement.Line digits = line(diagnosis, "digits");
        assertThat(digits.count()).isEqualTo(4);
        assertThat(digits.sameFirst()).isZero();
        assertThat(digits.distance()).isEqualTo(1, within(1e-6));
        assertThat(digits.nearTies()).isZero();
        assertThat(digits.sureAndOther()).isEqualTo(1);
    }

    @Test
    void placesOfABlockAreCounted() {
        CascadeDiagnosis diagnosis = diagnosis("abcdeXghijklm", "abcdefghijklm");
        CascadeDiagnosis.Places lossless = diagnosis.places().getFirst();
        assertThat(lossless.standing()).as("a is the prompt's; f, the fifth of its block, falls")
                .startsWith(1.0, 1.0, 1.0, 1.0, .5);
        assertThat(diagnosis.speeds()).filteredOn(speed -> speed.gamma() == 10)
                .allSatisfy(speed -> assertThat(speed.rejection()).isBetween(.05, .15));
    }

    @Test
    void theFormulaIsTheExpectedNumberOfTokensOverTheirTime() {
        double[] verify = new double[17];
        verify[6] = 1.5;
        PassCosts costs = new PassCosts(.1, verify, 1);
        assertThat(costs.predicted(5, 0)).isEqualTo(6 / (.6 + 1.5), within(1e-12));
        assertThat(costs.predicted(5, .2)).isEqualTo(3.68928 / ((5 + .32768) * .1 + 1.5), within(1e-9));
        assertThat(costs.predicted(5, 1)).isEqualTo(1 / 2.0, within(1e-9));
    }
}
