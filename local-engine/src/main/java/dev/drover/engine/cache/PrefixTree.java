package dev.drover.engine.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/**
 * The beginnings of one model's sequences whose state is still there: a radix tree over blocks (Zheng et al. 2024,
 * RadixAttention), apart for each tenant and each way of turning keys. Children lie in the order of their tokens, so the one
 * that shares most with a text stands beside the text's own place. Guarded by the memory's lock.
 */
public final class PrefixTree {

    /** Fewer tokens of a block than these are computed anew sooner than its copy is made. */
    private static final int LEAST_SHARED = 8;

    private final Map<Partition, Node> roots = new HashMap<>();
    private final Recency recency;

    /** Creates an empty one; {@code recency} is that of all trees. */
    PrefixTree(Recency recency) {
        this.recency = recency;
    }

    /**
     * Who may share state.
     *
     * @param tenant whose text it is
     * @param kind what else sets their state apart: how keys are turned, see
     *        {@link dev.drover.engine.network.Network#stateKind}, and what adapters change
     */
    record Partition(String tenant, String kind) {}

    /** The state of up to a block of tokens, after those of its ancestors. */
    final class Node {

        private final @Nullable Node parent;
        private final int[] tokens;
        private final TreeMap<int[], Node> children = new TreeMap<>(Arrays::compare);
        private @Nullable CacheBlock block;

        private Node(@Nullable Node parent, int[] tokens, @Nullable CacheBlock block) {
            this.parent = parent;
            this.tokens = tokens;
            this.block = block;
            if (block != null) {
                block.kept = true;
            }
        }

        CacheBlock block() {
            if (block == null) {
                throw new IllegalStateException("root: no block");
            }
            return block;
        }

        boolean leaf() {
            return children.isEmpty();
        }

        /** Takes it out of the tree; it must be a leaf. */
        void remove() {
            if (parent != null) {
                parent.children.remove(tokens);
            }
            recency.remove(this);
            block().kept = false;
        }

        /** The child whose tokens begin most like a text's from a place on; null when there is none at all. */
        private @Nullable Node nearest(int[] text) {
            Node below = value(children.floorEntry(text));
            Node above = value(children.ceilingEntry(text));
            if (below == null || above == null) {
                return below == null ? above : below;
            }
            return common(below.tokens, text) >= common(above.tokens, text) ? below : above;
        }
    }

    private static @Nullable Node value(Map.@Nullable Entry<int[], Node> entry) {
        return entry == null ? null : entry.getValue();
    }

    private static int common(int[] first, int[] second) {
        int mismatch = Arrays.mismatch(first, second);
        return mismatch < 0 ? first.length : mismatch;
    }

    /**
     * Shares the state of the longest beginning of a text that is there.
     *
     * @param text holds the text
     * @param limit how many of its tokens may be taken
     * @param into receives the blocks, of which this text is a holder then
     * @return how many tokens were taken; the last block may hold more than them, and blocks that no token to come will look
     *         at may be thin
     */
    int share(Partition partition, int[] text, int limit, List<CacheBlock> into) {
        Node node = roots.get(partition);
        int taken = 0;
        boolean whole = true;
        while (node != null && whole && taken < limit) {
            int[] wanted = Arrays.copyOfRange(text, taken, Math.min(limit, taken + POSITIONS));
            Node child = node.nearest(wanted);
            int common = child == null ? 0 : common(child.tokens, wanted);
            if (child == null || common < LEAST_SHARED) {
                break;
            }
            child.block().holders++;
            into.add(child.block());
            taken += common;
            whole = common == POSITIONS;
            node = child;
        }
        touch(node);
        return usable(into, taken);
    }

    /** How many of the tokens whose blocks were taken can be gone on from; gives back the blocks of the others. */
    private static int usable(List<CacheBlock> blocks, int taken) {
        int firstThin = 0;
        while (firstThin < blocks.size() && !blocks.get(firstThin).thin) {
            firstThin++;
        }
        if (whole(blocks, taken)) {
            return taken;
        }
        while (blocks.size() > firstThin) {
            blocks.removeLast().holders--;
        }
        return firstThin * POSITIONS;
    }

    /** Whether all is there that a sequence of so many tokens looks at when it goes on. */
    static boolean whole(List<CacheBlock> blocks, int length) {
        int last = CacheShape.blocks(length);
        if (last == 0 || blocks.getFirst().shape.windowed().layers().isEmpty()) {
            return true;
        }
        for (int i = blocks.getFirst().shape.windowed().reach(length) / POSITIONS; i < last; i++) {
            if (blocks.get(i).thin) {
                return false;
            }
        }
        return true;
    }

    /** Notes the use of a node and its ancestors. */
    private void touch(@Nullable Node node) {
        for (Node each = node; each != null && each.block != null; each = each.parent) {
            recency.use(each);
        }
    }

    /**
     * Keeps the state of a text.
     *
     * @param text holds the text
     * @param count how many of its tokens have state
     * @param blocks the text's blocks; where the tree has the same state, its block takes the place of the text's
     * @param released receives the blocks that were replaced and those that a longer text has made needless
     */
    void keep(Partition partition, int[] text, int count, List<CacheBlock> blocks, List<CacheBlock> released) {
        Node node = roots.computeIfAbsent(partition, absent -> new Node(null, new int[0], null));
        for (int from = 0; from < count; from += POSITIONS) {
            int[] tokens = Arrays.copyOfRange(text, from, Math.min(count, from + POSITIONS));
            Node near = node.nearest(tokens);
            int common = near == null ? 0 : common(near.tokens, tokens);
            if (near != null && common == tokens.length) {
                if (tokens.length == POSITIONS) {
                    adopt(near, blocks, from / POSITIONS, released);
                }
                node = near;
                continue;
            }
            if (near != null && common == near.tokens.length) {
                near.remove();
                released.add(near.block());
            }
            CacheBlock block = blocks.get(from / POSITIONS);
            block.holders++;
            Node child = new Node(node, tokens, block);
            node.children.put(tokens, child);
            recency.use(child);
            node = child;
        }
        touch(node);
    }

    @SuppressWarnings("ReferenceEquality") // a block is its place in memory
    private void adopt(Node node, List<CacheBlock> blocks, int index, List<CacheBlock> released) {
        CacheBlock own = blocks.get(index);
        CacheBlock kept = node.block();
        if (kept.thin && !own.thin) {
            recency.grow(own.bytes - kept.bytes);
            node.block = own;
            own.kept = true;
            own.holders++;
            kept.kept = false;
            released.add(kept);
        } else if (own != kept) {
            kept.holders++;
            blocks.set(index, kept);
            released.add(own);
        }
    }

    /** Forgets everything; receives the blocks that it held. */
    void clear(List<CacheBlock> released) {
        roots.values().forEach(root -> clear(root, released));
        roots.clear();
    }

    private void clear(Node node, List<CacheBlock> released) {
        node.children.values().forEach(child -> clear(child, released));
        node.children.clear();
        if (node.block != null) {
            recency.remove(node);
            node.block.kept = false;
            released.add(node.block);
        }
    }
}
