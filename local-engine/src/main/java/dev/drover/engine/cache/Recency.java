package dev.drover.engine.cache;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/** The beginnings that are kept, of all models, in the order of their last use. Guarded by the memory's lock. */
final class Recency {

    /** The longest unused first; one always stands behind all that continue it, so the first of all is continued by none. */
    private final SequencedSet<PrefixTree.Node> nodes = new LinkedHashSet<>();
    private long bytes;

    /** Notes the use of a node, also of one that is new. */
    void use(PrefixTree.Node node) {
        if (nodes.remove(node)) {
            nodes.add(node);
        } else {
            nodes.add(node);
            bytes += node.block().bytes;
        }
    }

    /** Forgets a node. */
    void remove(PrefixTree.Node node) {
        if (nodes.remove(node)) {
            bytes -= node.block().bytes;
        }
    }

    /** Notes that a block of a node takes other memory than before. */
    void grow(long by) {
        bytes += by;
    }

    /** What the blocks of all nodes take, those included that sequences have too. */
    long bytes() {
        return bytes;
    }

    /** The longest unused of those that nothing continues and no sequence has; null when there is none. */
    PrefixTree.@Nullable Node eldestFree() {
        for (PrefixTree.Node node : nodes) {
            if (node.leaf() && node.block().holders == 1) {
                return node;
            }
        }
        return null;
    }

    /** One that nothing continues and that no sequence has but a given one, which is about to write it; null when there is none. */
    PrefixTree.@Nullable Node leafOf(SequenceState state) {
        List<CacheBlock> blocks = state.cache().blocks();
        List<CacheBlock> written = blocks.subList(Math.min(blocks.size(), state.held / POSITIONS), blocks.size());
        for (PrefixTree.Node node : nodes) {
            if (node.leaf() && node.block().holders == 2 && written.contains(node.block())) {
                return node;
            }
        }
        return null;
    }
}
