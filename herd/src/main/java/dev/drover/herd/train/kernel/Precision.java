package dev.drover.herd.train.kernel;

import dev.drover.engine.tile.Tiles;

/** What the large products of training are computed in. Weights and sums are of single precision in either. */
public enum Precision {

    /** Single precision throughout. */
    FLOAT32("single precision"),

    /**
     * Factors cut to {@code bfloat16} (Micikevicius et al., "Mixed precision training", 2018; Kalamkar et al., "A study of
     * BFLOAT16 for deep learning training", 2019): many times faster where the processor has a tile unit, with the same bits
     * on any other, slower there.
     */
    BFLOAT16("bfloat16 products");

    private final String words;

    Precision(String words) {
        this.words = words;
    }

    /** What it is, in words. */
    public String words() {
        return words;
    }

    /** A product for one thread. */
    public MatrixProduct product() {
        return switch (this) {
            case FLOAT32 -> new FloatProduct();
            case BFLOAT16 -> tiles();
        };
    }

    private static MatrixProduct tiles() {
        try {
            return new TileProduct(Tiles.shared());
        } catch (UnsupportedOperationException missing) {
            return new BrainFloatProduct();
        }
    }
}
