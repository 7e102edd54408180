package dev.drover.engine.model.decoder;

import dev.drover.engine.kernel.Matrix;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What follows attention in a layer. */
sealed interface FeedForward {

    /** How many weights a token is multiplied with. */
    long multiplications();

    /** How many bytes of weights a token needs. */
    long bytes();

    /**
     * {@code down (activation(gate x) * up x)} (Shazeer 2020). With width w and hidden size h:
     *
     * @param gate {@code h x w}
     * @param up {@code h x w}
     * @param down {@code w x h}
     * @param activation what the gate goes through
     */
    record Gated(Projection gate, Projection up, Projection down, Activation activation) implements FeedForward {

        @Override
        public long multiplications() {
            return gate.matrix().size() + up.matrix().size() + down.matrix().size();
        }

        @Override
        public long bytes() {
            long[] sum = new long[1];
            forEachMatrix(matrix -> sum[0] += matrix.readBytes());
            return sum[0];
        }

        void forEachMatrix(Consumer<Matrix> action) {
            action.accept(gate.matrix());
            action.accept(up.matrix());
            action.accept(down.matrix());
        }

        int hidden() {
            return gate.rows();
        }
    }

    /**
     * A mixture of experts (Shazeer et al. 2017): a router gives each expert a probability, and the weighted answers of
     * the most probable are added.
     *
     * @param router {@code experts x width}
     * @param experts all of one size
     * @param used how many of them serve a token
     * @param normalized whether the weights of those are brought to a sum of 1
     * @param scale what the weights are multiplied with
     * @param shared an expert that serves every token; null for none
     * @param sharedRouter {@code 1 x width}, the logit of the shared expert's weight; null for a weight of 1
     */
    record Experts(Matrix router, List<Gated> experts, int used, boolean normalized, float scale,
            @Nullable Gated shared, @Nullable Matrix sharedRouter) implements FeedForward {

        @Override
        public long multiplications() {
            return router.size() + used * experts.getFirst().multiplications()
                    + (shared == null ? 0 : shared.multiplications())
                    + (sharedRouter == null ? 0 : sharedRouter.size());
        }

        @Override
        public long bytes() {
            return router.readBytes() + used * experts.getFirst().bytes() + (shared == null ? 0 : shared.bytes())
                    + (sharedRouter == null ? 0 : sharedRouter.readBytes());
        }

        /** The numbers between the matrices of the widest expert. */
        int hidden() {
            return Math.max(experts.getFirst().hidden(), shared == null ? 0 : shared.hidden());
        }
    }
}
