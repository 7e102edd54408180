package dev.drover.engine.kernel;

class ScalarKernelsTest extends KernelContract {

    @Override
    KernelLevel level() {
        return KernelLevels.scalar();
    }
}
