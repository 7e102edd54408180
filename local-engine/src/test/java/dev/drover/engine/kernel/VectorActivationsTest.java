package dev.drover.engine.kernel;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.drover.engine.kernel.KernelInputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;

class VectorActivationsTest extends ActivationContract {

    private final KernelLevel scalar = KernelLevels.scalar();

    @BeforeEach
    void needsTheVectorModule() {
        Assumptions.assumeTrue(KernelLevels.vector() != null, "the JVM was started without jdk.incubator.vector");
    }

    @Override
    KernelLevel level() {
        return Objects.requireNonNull(KernelLevels.vector());
    }

    @Test
    void activationsGiveTheScalarKernelsBits() {
        float[] values = numbers(new Random(3), 1000);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 20;
        }
        values[500] = Float.NaN;
        values[501] = -0f;
        float[] up = numbers(new Random(4), 1000);
        float[] expected = values.clone();
        float[] actual = values.clone();
        scalar.gateGelu(expected, up, 0, 1000);
        level().gateGelu(actual, up, 0, 1000);
        assertThat(actual).isEqualTo(expected);
        assertThat(actual[500]).isNaN();
        scalar.gelu(expected, 0, 1000);
        level().gelu(actual, 0, 1000);
        assertThat(actual).isEqualTo(expected);
        scalar.cap(expected, 0, 1000, 3);
        level().cap(actual, 0, 1000, 3);
        assertThat(actual).isEqualTo(expected);
    }
}
