package dev.drover.engine.kernel;

import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

class VectorKernelsTest extends KernelContract {

    @BeforeEach
    void needsTheVectorModule() {
        Assumptions.assumeTrue(KernelLevels.vector() != null, "the JVM was started without jdk.incubator.vector");
    }

    @Override
    KernelLevel level() {
        return Objects.requireNonNull(KernelLevels.vector());
    }
}
