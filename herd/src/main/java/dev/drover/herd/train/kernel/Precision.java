package dev.drover.herd.train.kernel;

import dev.drover.engine.tile.Tiles;
import java.util.function.Supplier;

/** What the large products of training are computed in. Weights and sums are of single precision in either. */
public enum Precision {

    /** Single precision throughout. */
    FLOAT32("single precision", FloatProduct::new),

    /**
     * Factors cut to {@code bfloat16} (Micikevicius et al., "Mixed precision training", 2018; Kalamkar et al., "A study of
     * BFLOAT16 for deep learning training", 2019): many times faster where the processor has a tile unit, with the same bits
     * on any other, slower there.
     */
    BFLOAT16("bfloat16 products", Precision::tiles);

    private final String words;
    private final Supplier<MatrixProduct> products;

    Precision(String words, Supplier<MatrixProduct> products) {
        this.words = words;
        this.products = products;
    }

    /** What it is, in words. */
    public String words() {
        return words;
    }

    /** A product for one thread. */
    public MatrixProduct product() {
        return products.get();
    }

    private static MatrixProduct tiles() {
        try {
            return new TileProduct(Tiles.shared());
        } catch (UnsupportedOperationException missing) {
            return new BrainFloatProduct();
        }
    }
}
