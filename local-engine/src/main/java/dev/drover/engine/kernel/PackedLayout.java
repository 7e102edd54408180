package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.CodedFormat;
import org.jspecify.annotations.Nullable;

/**
 * How machine code wants the weights of a format, none of them changed: sixteen rows together, block after block of 32
 * columns. Codes are cut into planes of 8, 4, 2 or 1 bits. A plane of p bits has p vectors a block; vector v holds
 * columns 4n to 4n + 3 of every row, in a lane of 32 bits, for n = v at bit 0 of each byte, n = v + p at bit p, and so
 * on. After the last block's codes come the scales. Those of half precision (or the upper half of single precision,
 * where scales are powers of two) are 16 numbers a group of columns, then its offsets. Where a format has steps, every
 * unit of 256 columns has 16 factors in half precision, then those of the offsets; then each group its 16 steps in a
 * byte each, then its offsets' steps. So a model takes about the memory that its file does.
 *
 * @param format the format
 * @param planes the bits of each plane, the lowest bits of a code first
 * @param lowest what is added to a code, or to a table's byte, to make it the value: 0 or less
 */
record PackedLayout(CodedFormat format, int[] planes, int lowest) {

    /** Columns in a block of activations. */
    static final int BLOCK = 32;
    /** Rows that lie together. */
    static final int ROWS = 16;
    /** Bytes in a vector. */
    static final int VECTOR = 64;

    private static final int UNIT = 256;
    private static final int TABLE_LOWEST = -128;

    /** The layout of a format; null for one that is not told apart by tables, or has codes of 7 bits. */
    static @Nullable PackedLayout of(BlockFormat format) {
        if (!(format instanceof CodedFormat coded)) {
            return null;
        }
        int[] planes = switch (coded.bits()) {
            case 8 -> new int[] {8};
            case 6 -> new int[] {4, 2};
            case 5 -> new int[] {4, 1};
            case 4 -> new int[] {4};
            case 3 -> new int[] {2, 1};
            case 2 -> new int[] {2};
            default -> new int[0];
        };
        return planes.length == 0 ? null
                : new PackedLayout(coded, planes, coded.table().length > 0 ? TABLE_LOWEST : -coded.zero());
    }

    /** How many vectors a block's codes take. */
    int vectors() {
        int sum = 0;
        for (int bits : planes) {
            sum += bits;
        }
        return sum;
    }

    /** How many groups of columns a block has: 1 or 2. */
    int groups() {
        return BLOCK / format.groupSize();
    }

    /** How many blocks share factors. */
    int unitBlocks() {
        return format.hasSteps() ? UNIT / BLOCK : 1;
    }

    /** How many bytes the scales, or the steps, of one group of columns take, without offsets. */
    int scaleBytes() {
        return format.hasSteps() ? ROWS : ROWS * Short.BYTES;
    }

    /** How many bytes come with a group of columns. */
    int groupBytes() {
        return format.hasOffsets() ? 2 * scaleBytes() : scaleBytes();
    }

    /** How many bytes of factors come before a unit's steps. */
    int factorBytes() {
        return format.hasSteps() ? ROWS * Short.BYTES * (format.hasOffsets() ? 2 : 1) : 0;
    }

    /** How many bytes sixteen rows of codes take. */
    long codeBytes(int columns) {
        return (long) (columns / BLOCK) * vectors() * VECTOR;
    }

    /** How many bytes sixteen rows take. */
    long bytes(int columns) {
        long blocks = columns / BLOCK;
        return codeBytes(columns) + blocks * groups() * groupBytes() + blocks / unitBlocks() * factorBytes();
    }

    /** How many bytes a block of activations takes: 32 whole numbers, their scale, and a word for each group. */
    int activationBytes() {
        return BLOCK + Float.BYTES + groups() * Float.BYTES;
    }
}
