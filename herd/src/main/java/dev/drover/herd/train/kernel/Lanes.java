package dev.drover.herd.train.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width that the kernels run with: the machine's preferred one, at most 16 floats, or the one that the system
 * property {@code drover.train.lanes} (4, 8 or 16) asks for. The width changes speed, never a bit of a result.
 */
public final class Lanes {

    /** The system property that forces a width: {@value}. */
    public static final String PROPERTY = "drover.train.lanes";

    /** The vector shape of all kernels. */
    static final VectorSpecies<Float> SPECIES = choose(Integer.getInteger(PROPERTY, 0));

    /** Floats in a vector: 4, 8 or 16. */
    static final int COUNT = SPECIES.length();

    /** Independent strands of every sum, and the multiple that rows are padded to. */
    public static final int STRANDS = 16;

    private Lanes() {}

    /** Floats in a vector: 4, 8 or 16. */
    public static int count() {
        return COUNT;
    }

    /** The smallest multiple of {@link #STRANDS} that is not below a length. */
    public static int padded(int length) {
        return (length + STRANDS - 1) & -STRANDS;
    }

    private static VectorSpecies<Float> choose(int lanes) {
        return switch (lanes) {
            case 0 -> FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512
                    : FloatVector.SPECIES_PREFERRED.length() < 4 ? FloatVector.SPECIES_128
                            : FloatVector.SPECIES_PREFERRED;
            case 4 -> FloatVector.SPECIES_128;
            case 8 -> FloatVector.SPECIES_256;
            case 16 -> FloatVector.SPECIES_512;
            default -> throw new IllegalArgumentException(PROPERTY + ": " + lanes + " (expected: 4, 8 or 16)");
        };
    }
}
