package dev.drover.engine.precision;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.TestModels;
import dev.drover.engine.convert.Requantization;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.quality.Perplexity;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/** Formats are chosen by what they do to a model's distributions. */
class MixedPrecisionTest {

    /** Rows of 256 and of 96 numbers: the latter divide into no K format's blocks. */
    private static final RandomShape SHAPE = new RandomShape("mixed", 256, 2, 4, 4, 96, 300, 64);

    @TempDir
    private Path folder = Path.of("");
    private final LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(1));
    private final int[] tokens = new Random(3).ints(96, 3, 300).toArray();
    private GgufFile file;
    private LocalModel reference;

    @BeforeEach
    void open() throws IOException {
        Path path = folder.resolve("source.gguf");
        RandomModel.write(SHAPE, BlockFormats.F16, 4, path);
        file = GgufFile.open(path);
        reference = engine.open("reference", path);
    }

    @AfterEach
    void close() {
        engine.close();
        file.close();
    }

    private MixedPrecision.Measured measured(boolean all) {
        List<BlockFormat> formats = List.of(BlockFormats.Q2_K, BlockFormats.Q4_K, BlockFormats.Q6_K, BlockFormats.Q4_0,
                BlockFormats.Q8_0);
        MixedPrecision search = new MixedPrecision(engine, file, new MixedPrecision.Settings(formats, all, tokens, 32));
        int[] last = new int[1];
        MixedPrecision.Measured measured = search.measure(reference, done -> last[0] = done);
        assertThat(last[0]).isEqualTo(search.steps());
        return measured;
    }

    private static Storage in(MixedPrecision.Measured measured, String tensor, BlockFormat format) {
        return Objects.requireNonNull(measured.tensors().get(tensor))
                .stream()
                .filter(storage -> storage.format().equals(format))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fewerBitsLoseMoreAndTheSourcesFormatNothing() {
        MixedPrecision.Measured measured = measured(true);
        assertThat(measured.tensors().keySet())
                .containsExactlyElementsOf(MixedPrecision.matrices(file).stream().map(Tensor::name).toList());
        for (String name : List.of("blk.0.attn_v.weight", "blk.1.ffn_up.weight", "output.weight")) {
            assertThat(in(measured, name, BlockFormats.F16).loss()).isZero();
            double coarse = in(measured, name, BlockFormats.Q2_K).loss();
            double middle = in(measured, name, BlockFormats.Q4_K).loss();
            double fine = in(measured, name, BlockFormats.Q6_K).loss();
            assertThat(coarse).isGreaterThan(2 * middle);
            assertThat(middle).isGreaterThan(2 * fine).isPositive();
        }
    }

    @Test
    void aFormatIsOfferedOnlyWhereRowsDivideIntoItsBlocks() {
        MixedPrecision.Measured measured = measured(false);
        assertThat(Objects.requireNonNull(measured.tensors().get("blk.0.ffn_down.weight"))).extracting(Storage::format)
                .containsExactlyInAnyOrder(BlockFormats.F16, BlockFormats.Q4_0, BlockFormats.Q8_0);
    }

    @Test
    void whatIsNotMeasuredIsForetoldFromHowFarTheNumbersMove() {
        MixedPrecision.Measured few = measured(false);
        MixedPrecision.Measured all = measured(true);
        for (String name : List.of("blk.0.attn_v.weight", "blk.1.ffn_up.weight", "output.weight")) {
            double foretold = in(few, name, BlockFormats.Q6_K).loss();
            assertThat(foretold).isCloseTo(in(all, name, BlockFormats.Q6_K).loss(), withinPercentage(60));
        }
    }

    @Test
    void aPlanKeepsToItsSizeAndMoreBytesLoseLess() throws IOException {
        MixedPrecision.Measured measured = measured(true);
        long weights = MixedPrecision.matrices(file).stream().mapToLong(each -> each.columns() * each.rows()).sum();
        double before = Double.POSITIVE_INFINITY;
        for (double bits : new double[] {4, 5, 7, 16}) {
            MixedPrecision.Plan plan = measured.plan((long) (weights * bits / 8));
            assertThat(plan.bytes()).isLessThanOrEqualTo((long) (weights * bits / 8));
            assertThat(plan.loss()).isLessThan(before).isGreaterThanOrEqualTo(plan.bound());
            before = plan.loss();
        }
        assertThat(before).as("at 16 bits the source is kept").isZero();
    }

    @Test
    void theWrittenModelDivergesAboutAsForetoldAndLessThanOneFormatOfItsSize() throws IOException {
        MixedPrecision.Measured measured = measured(true);
        Path uniform = folder.resolve("uniform.gguf");
        Requantization.write(file, BlockFormats.Q4_0, uniform, done -> {
        });
        long bytes;
        try (GgufFile written = GgufFile.open(uniform)) {
            bytes = MixedPrecision.matrices(written).stream().mapToLong(each -> each.data().byteSize()).sum();
        }
        MixedPrecision.Plan plan = measured.plan(bytes);
        Path mixed = folder.resolve("mixed.gguf");
        Requantization.write(file, plan::formatOf, plan.mostly(), mixed, done -> {
        });
        try (GgufFile written = GgufFile.open(mixed)) {
            assertThat(MixedPrecision.matrices(written).stream().mapToLong(each -> each.data().byteSize()).sum())
                    .isEqualTo(plan.bytes());
        }
        assertThat(divergence(mixed)).isCloseTo(plan.loss(), withinPercentage(50)).isLessThan(divergence(uniform));
    }

    private double divergence(Path path) throws IOException {
        try (LocalModel model = engine.open("written", path)) {
            return Objects.requireNonNull(Perplexity.measure(model, reference, tokens, 32, done -> {
            }).divergence());
        }
    }

    @Test
    void aModelWithATensorReplacedLeavesItsFileOpen() throws IOException {
        try (GgufFile other = GgufFile.open(TestModels.random(folder, SHAPE, BlockFormats.Q8_0))) {
            Tensor replacement = Objects.requireNonNull(other.tensor("output.weight"));
            try (GgufFile changed = file.replacing(replacement)) {
                assertThat(changed.tensor("output.weight")).isSameAs(replacement);
                assertThat(changed.tensor("token_embd.weight")).isSameAs(file.tensor("token_embd.weight"));
            }
            assertThat(Objects.requireNonNull(file.tensor("output.weight")).values()).isNotEmpty();
        }
    }
}
