package dev.drover.engine.kernel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The kernel levels of this JVM. The system property {@code drover.engine.kernels} forces one by name; without it the
 * quickest that runs is taken, and the log says in a line which, and what to do for a quicker one.
 */
public final class KernelLevels {

    /** The system property that forces a level. */
    public static final String PROPERTY = "drover.engine.kernels";

    private static final System.Logger LOG = System.getLogger(KernelLevels.class.getName());
    private static final String CURE = "start Java with --add-modules jdk.incubator.vector";

    private KernelLevels() {}

    /** The level to use, chosen when first asked for. */
    public static KernelLevel chosen() {
        return Choice.LEVEL;
    }

    /** The scalar reference. */
    public static KernelLevel scalar() {
        return new ScalarKernels();
    }

    /** The Vector API's level; null where the JVM was started without it, or it does not fit the processor. */
    public static @Nullable KernelLevel vector() {
        return vectorModule() && VectorKernels.runs() ? new VectorKernels() : null;
    }

    private static boolean vectorModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /**
     * The level of a name.
     *
     * @param name {@code scalar}, {@code vector}, or empty for the quickest
     * @throws IllegalArgumentException when there is no such level, or it does not run here
     */
    static KernelLevel named(String name) {
        KernelLevel vector = vector();
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "" -> vector != null ? vector : scalar();
            case "scalar" -> scalar();
            case "vector" -> {
                if (vector == null) {
                    throw new IllegalArgumentException(
                            PROPERTY + ": vector (expected: scalar, as the Vector API is " + "not there); " + CURE);
                }
                yield vector;
            }
            default -> throw new IllegalArgumentException(
                    PROPERTY + ": " + name + " (expected: scalar or vector, or nothing for the quickest)");
        };
    }

    private static KernelLevel choose() {
        String forced = System.getProperty(PROPERTY, "");
        KernelLevel level = named(forced);
        String reason = forced.isEmpty() ? "" : ", forced by " + PROPERTY;
        String cure = level instanceof ScalarKernels && !vectorModule() ? "; for many times the speed " + CURE : "";
        LOG.log(System.Logger.Level.INFO, "kernels: {0} ({1}{2}{3})", level.name(), level.description(), reason, cure);
        return level;
    }

    /** Holds the choice; initialized by its first use. */
    private static final class Choice {

        static final KernelLevel LEVEL = choose();
    }
}
