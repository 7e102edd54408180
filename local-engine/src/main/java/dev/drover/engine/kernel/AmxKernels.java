package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.tile.Tiles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As {@link VnniKernels}, but that tokens of long calls are multiplied on the tile unit (AMX), with activations and weights
 * of 16 bits. A format's code is made, and tested, when it is first met.
 */
final class AmxKernels extends VnniKernels {

    private static final System.Logger LOG = System.getLogger(AmxKernels.class.getName());
    /** The code of this process, by format: it depends on nothing else. */
    private static final Map<BlockFormat, Optional<TileProducts>> PRODUCTS = new ConcurrentHashMap<>();

    private final Tiles tiles = Tiles.shared();

    @Override
    public String name() {
        return "amx";
    }

    @Override
    public String description() {
        return "machine code for dot products of bytes, 512 bits, and for tiles of bfloat16";
    }

    @Override
    public boolean sortsByLength() {
        return true;
    }

    @Override
    public void multiplyLong(Matrix matrix, int from, int to, float[] input, int first, int tokens, float[] output,
            int stride, Scratch scratch) {
        Optional<TileProducts> products = matrix.packed() == null || from % PackedLayout.ROWS != 0 ? Optional.empty()
                : products(matrix.format());
        if (products.isPresent()) {
            products.get().multiply(matrix, from, to, input, first, tokens, output, stride, scratch);
        } else {
            super.multiplyLong(matrix, from, to, input, first, tokens, output, stride, scratch);
        }
    }

    @Override
    public long multiplyAddsLong(int turns) {
        return tiles.multiplyAdds(turns);
    }

    private Optional<TileProducts> products(BlockFormat format) {
        Optional<TileProducts> known = PRODUCTS.get(format);
        return known != null ? known : PRODUCTS.computeIfAbsent(format, this::tried);
    }

    private Optional<TileProducts> tried(BlockFormat format) {
        try {
            return Optional.ofNullable(PackedLayout.of(format)).map(layout -> new TileProducts(layout, tiles));
        } catch (UnsupportedOperationException refused) {
            LOG.log(System.Logger.Level.WARNING, "kernels: long prompts with {0} weights are slower, as {1}",
                    format.name(), refused.getMessage());
            return Optional.empty();
        }
    }
}
