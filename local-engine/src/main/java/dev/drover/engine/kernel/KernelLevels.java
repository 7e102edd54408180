package dev.drover.engine.kernel;

import java.util.Locale;
import java.util.function.Supplier;
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

    /**
     * The level in machine code.
     *
     * @throws UnsupportedOperationException where it does not run, with the reason
     */
    public static KernelLevel vnni() {
        if (vector() == null) {
            throw new UnsupportedOperationException("the Vector API is not there; " + CURE);
        }
        return new VnniKernels();
    }

    /**
     * The level in machine code that multiplies long calls on the tile unit.
     *
     * @throws UnsupportedOperationException where it does not run, with the reason
     */
    public static KernelLevel amx() {
        if (vector() == null) {
            throw new UnsupportedOperationException("the Vector API is not there; " + CURE);
        }
        return new AmxKernels();
    }

    private static boolean vectorModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /**
     * The level of a name.
     *
     * @param name {@code scalar}, {@code vector}, {@code vnni} or {@code amx}
     * @throws IllegalArgumentException when there is no such level, or it does not run here
     */
    static KernelLevel named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "scalar" -> scalar();
            case "vector" -> {
                KernelLevel vector = vector();
                if (vector == null) {
                    throw new IllegalArgumentException(
                            PROPERTY + ": vector (expected: scalar, as the Vector API is not there); " + CURE);
                }
                yield vector;
            }
            case "vnni" -> machineCode(KernelLevels::vnni, "vnni (expected: vector or scalar");
            case "amx" -> machineCode(KernelLevels::amx, "amx (expected: vnni, vector or scalar");
            default -> throw new IllegalArgumentException(
                    PROPERTY + ": " + name + " (expected: scalar, vector, vnni or amx, or nothing for the quickest)");
        };
    }

    private static KernelLevel machineCode(Supplier<KernelLevel> level, String refusal) {
        try {
            return level.get();
        } catch (UnsupportedOperationException refused) {
            throw new IllegalArgumentException(PROPERTY + ": " + refusal + ", as " + refused.getMessage() + ")",
                    refused);
        }
    }

    private static KernelLevel choose() {
        String forced = System.getProperty(PROPERTY, "");
        return forced.isEmpty() ? quickest() : chosen(named(forced), "forced by " + PROPERTY);
    }

    private static KernelLevel quickest() {
        if (!vectorModule()) {
            return chosen(scalar(), "for many times the speed " + CURE);
        }
        try {
            return chosen(amx(), "its test passed");
        } catch (UnsupportedOperationException refused) {
            LOG.log(System.Logger.Level.DEBUG, "kernels: no tiles for long prompts: {0}", refused.getMessage());
        }
        try {
            return chosen(vnni(), "its test passed");
        } catch (UnsupportedOperationException refused) {
            KernelLevel vector = vector();
            return chosen(vector == null ? scalar() : vector,
                    "quicker machine code does not run: " + refused.getMessage());
        }
    }

    private static KernelLevel chosen(KernelLevel level, String reason) {
        LOG.log(System.Logger.Level.INFO, "kernels: {0} ({1}; {2})", level.name(), level.description(), reason);
        return level;
    }

    /** Holds the choice; initialized by its first use. */
    private static final class Choice {

        static final KernelLevel LEVEL = choose();
    }
}
