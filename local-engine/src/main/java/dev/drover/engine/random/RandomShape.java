package dev.drover.engine.random;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a random model.
 *
 * @param name what people call it
 * @param width the numbers in a token's activations
 * @param layers the number of layers
 * @param heads the number of query heads
 * @param keyHeads the number of heads of keys and values
 * @param hidden the numbers between the matrices of a feed-forward part
 * @param vocabulary the number of tokens, at least 259: three marks and 256 bytes
 * @param context how many tokens a sequence can have
 */
public record RandomShape(String name, int width, int layers, int heads, int keyHeads, int hidden, int vocabulary,
        int context) {

    private static final List<RandomShape> KNOWN = List.of(new RandomShape("1.1B", 2048, 22, 32, 4, 5632, 32_000, 2048),
            new RandomShape("110M", 768, 12, 12, 12, 2048, 32_000, 2048),
            new RandomShape("4M", 256, 6, 8, 4, 672, 2048, 512), new RandomShape("0.5M", 96, 4, 4, 2, 256, 1024, 512));

    /** Checks the sizes. */
    public RandomShape {
        if (width < 1 || layers < 1 || heads < 1 || keyHeads < 1 || hidden < 1 || context < 1 || width % heads != 0
                || heads % keyHeads != 0 || width / heads % 2 != 0 || vocabulary < 259) {
            throw new IllegalArgumentException("shape: width " + width + ", heads " + heads + ", key heads " + keyHeads
                    + ", layers " + layers + ", hidden " + hidden + ", context " + context + ", vocabulary "
                    + vocabulary
                    + " (expected: all at least 1, heads a divisor of the width and key heads of the heads, heads of "
                    + "even size, at least 259 tokens)");
        }
    }

    /**
     * A shape by name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static RandomShape named(String name) {
        for (RandomShape shape : KNOWN) {
            if (shape.name.equalsIgnoreCase(name)) {
                return shape;
            }
        }
        throw new IllegalArgumentException("shape: " + name + " (expected: one of "
                + KNOWN.stream().map(RandomShape::name).collect(Collectors.joining(", ")) + ")");
    }
}
