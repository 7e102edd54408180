package dev.drover.engine.format;

import org.junit.jupiter.api.Nested;

/** Blocks of 256 numbers, whose groups have steps of the block's scale. */
class SteppedFormatsTest {

    private static final double DRIFT = 0.25;

    @Nested
    class Q2KTest extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q2_K;
        }

        @Override
        double errorShare() {
            return 0.35;
        }

        @Override
        double driftShare() {
            return errorShare() * DRIFT;
        }

        @Override
        int largestCode() {
            return 3 * 15 + 15;
        }
    }

    @Nested
    class Q3KTest extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q3_K;
        }

        @Override
        double errorShare() {
            return 0.25;
        }

        @Override
        double driftShare() {
            return errorShare() * DRIFT;
        }

        @Override
        int largestCode() {
            return 4 * 32;
        }
    }

    @Nested
    class Q4KTest extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q4_K;
        }

        @Override
        double errorShare() {
            return 0.1;
        }

        @Override
        double driftShare() {
            return errorShare() * DRIFT;
        }

        @Override
        int largestCode() {
            return 15 * 63 + 63;
        }
    }

    @Nested
    class Q5KTest extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q5_K;
        }

        @Override
        double errorShare() {
            return 0.05;
        }

        @Override
        double driftShare() {
            return errorShare() * DRIFT;
        }

        @Override
        int largestCode() {
            return 31 * 63 + 63;
        }
    }

    @Nested
    class Q6KTest extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q6_K;
        }

        @Override
        double errorShare() {
            return 0.03;
        }

        @Override
        double driftShare() {
            return errorShare() * DRIFT;
        }

        @Override
        int largestCode() {
            return 32 * 128;
        }
    }
}
