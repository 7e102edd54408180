package dev.drover.engine.kernel;

class ScalarActivationsTest extends ActivationContract {

    @Override
    KernelLevel level() {
        return KernelLevels.scalar();
    }
}
