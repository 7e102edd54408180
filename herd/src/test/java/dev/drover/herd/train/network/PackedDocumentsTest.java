package dev.drover.herd.train.network;

import dev.drover.herd.document.Document;
import dev.drover.herd.train.kernel.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

/** Packing saves time and nothing else: documents do not see each other, and gradients add up. */
class PackedDocumentsTest {

    private static final Shape SHAPE = new Shape(48, 64, 2, 4, 2, 48);

    private final SplittableRandom random = new SplittableRandom(31);
    private final float[] weights = RandomDocuments.weights(random, SHAPE);
    private final Network network = new Network(SHAPE, weights, 128, Precision.FLOAT32);

    private List<Document> documents(int... lengths) {
        List<Document> documents = new ArrayList<>();
        for (int length : lengths) {
            documents.add(RandomDocuments.document(random, SHAPE.vocabulary(), length));
        }
        return documents;
    }

    private float[] logits(List<Document> documents) {
        MicroBatch batch = new MicroBatch(documents);
        return Arrays.copyOf(network.forward(batch), batch.active() * SHAPE.vocabulary());
    }

    private float[] gradient(List<Document> documents) {
        float[] gradient = new float[weights.length];
        network.backward(new MicroBatch(documents), 1, gradient);
        return gradient;
    }

    @Test
    void aDocumentsLogitsAreTheSameBitsAloneAndBetweenOthers() {
        List<Document> documents = documents(9, 31, 2, 17);
        float[] together = logits(documents);
        int at = 0;
        for (Document document : documents) {
            float[] alone = logits(List.of(document));
            assertThat(Arrays.copyOfRange(together, at, at + alone.length)).containsExactly(alone);
            at += alone.length;
        }
        assertThat(at).isEqualTo(together.length);
    }

    @Test
    void anotherNeighbourChangesNoBit() {
        List<Document> some = documents(20, 12);
        List<Document> others = List.of(documents(20).getFirst(), some.getLast());
        int size = MicroBatch.learned(some.getLast()) * SHAPE.vocabulary();
        float[] first = logits(some);
        float[] second = logits(others);
        assertThat(Arrays.copyOfRange(first, first.length - size, first.length))
                .containsExactly(Arrays.copyOfRange(second, second.length - size, second.length));
    }

    @Test
    void gradientsOfMicroBatchesAddUpToThatOfOneBatch() {
        List<Document> documents = documents(14, 25, 8, 19);
        float[] whole = gradient(documents);
        float[] parts = new float[weights.length];
        network.backward(new MicroBatch(documents.subList(0, 1)), 1, parts);
        network.backward(new MicroBatch(documents.subList(1, 4)), 1, parts);
        for (int i = 0; i < whole.length; i++) {
            assertThat(parts[i]).isCloseTo(whole[i], offset(1e-4f * (1 + Math.abs(whole[i]))));
        }
    }

    @Test
    void theOrderOfDocumentsDoesNotMatterToTheGradient() {
        List<Document> documents = documents(14, 25, 8);
        float[] forward = gradient(documents);
        float[] backward = gradient(documents.reversed());
        for (int i = 0; i < forward.length; i++) {
            assertThat(backward[i]).isCloseTo(forward[i], offset(1e-4f * (1 + Math.abs(forward[i]))));
        }
    }

    @Test
    void theScaleMultipliesTheGradientAndNotTheLoss() {
        List<Document> documents = documents(14, 25);
        float[] scaled = new float[weights.length];
        double loss = network.backward(new MicroBatch(documents), 0.25f, scaled);
        float[] plain = new float[weights.length];
        assertThat(network.backward(new MicroBatch(documents), 1, plain)).isEqualTo(loss);
        for (int i = 0; i < plain.length; i++) {
            assertThat(scaled[i]).isCloseTo(plain[i] / 4, offset(1e-5f * (1 + Math.abs(plain[i]))));
        }
    }

    @Test
    void aDocumentWithNothingToLearnAddsNothing() {
        Document silent = new Document(random.ints(15, 0, 48).toArray(), new boolean[15]);
        Document spoken = documents(22).getFirst();
        assertThat(Arrays.equals(gradient(List.of(spoken, silent)), gradient(List.of(spoken)))).isTrue();
        assertThat(Arrays.equals(gradient(List.of(silent)), new float[weights.length])).isTrue();
    }

    @Test
    void aSmallBatchAfterALargeOneSeesNothingOfIt() {
        List<Document> small = documents(6);
        float[] fresh = gradient(small);
        gradient(documents(60, 40, 20));
        assertThat(Arrays.equals(gradient(small), fresh)).isTrue();
    }

    @Test
    void moreRowsThanThereIsRoomForAreRefused() {
        List<Document> documents = documents(70, 61);
        assertThatThrownBy(() -> network.forward(new MicroBatch(documents)))
                .hasMessageContaining("rows: 129 (expected: at most 128)");
    }

    @Test
    void rowsTargetsAndPositionsAreThoseOfTheDocuments() {
        Document first = new Document(new int[] {7, 8, 9}, new boolean[] {true, false, true});
        Document second = new Document(new int[] {4, 5}, new boolean[] {true, true});
        MicroBatch batch = new MicroBatch(List.of(first, second));
        assertThat(batch.tokens()).containsExactly(7, 8, 4);
        assertThat(batch.positions()).containsExactly(0, 1, 0);
        assertThat(batch.starts()).containsExactly(0, 2, 3);
        assertThat(batch.activeRows()).containsExactly(1, 2);
        assertThat(batch.activePositions()).containsExactly(1, 0);
        assertThat(batch.activeStarts()).containsExactly(0, 1, 2);
        assertThat(batch.targets()).containsExactly(9, 5);
    }

    @Test
    void gatheredRowsGoBackToWhereTheyCameFrom() {
        MicroBatch batch = new MicroBatch(documents(5, 9));
        float[] all = new float[batch.rows() * 16];
        for (int i = 0; i < all.length; i++) {
            all[i] = random.nextInt(100);
        }
        for (QueryRows rows : List.of(QueryRows.all(batch), QueryRows.active(batch))) {
            float[] some = new float[rows.count() * 16];
            rows.gather(all, 16, some);
            float[] back = new float[all.length];
            rows.scatterAdd(some, 16, back);
            for (int row = 0; row < batch.rows(); row++) {
                int at = row;
                boolean queried = rows.isAll() || Arrays.stream(batch.activeRows()).anyMatch(one -> one == at);
                assertThat(back[row * 16 + 3]).isEqualTo(queried ? all[row * 16 + 3] : 0);
            }
        }
    }
}
