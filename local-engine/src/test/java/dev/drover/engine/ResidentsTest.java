package dev.drover.engine;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.Architectures;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Models leave memory when nobody asks them or others need the room, and come back when they are asked. */
@Timeout(120)
class ResidentsTest {

    private static final Duration SOON = Duration.ofMillis(100);

    @TempDir
    private Path folder = Path.of("");

    private Path model(String name) throws IOException {
        Path made = TestModels.random(folder, TestModels.ODD, BlockFormats.Q8_0);
        return Files.copy(made, folder.resolve(name + ".gguf"));
    }

    private static LocalEngine engine(Residence residence) {
        return new LocalEngine(new EngineOptions(2, Limits.standard(), residence));
    }

    private static float[] answer(LocalModel model) {
        try (TokenSequence sequence = model.open(SequenceOptions.capacity(10))) {
            return sequence.extend(new int[] {3, 1, 4}, 1).row(0);
        }
    }

    @Test
    void anIdleModelLeavesAndComesBackAsItWas() throws IOException {
        try (LocalEngine engine = engine(new Residence(Long.MAX_VALUE, SOON))) {
            LocalModel model = engine.open("one", model("one"));
            float[] before = answer(model);
            long rows = model.statistics().rows();
            await().until(() -> !model.isLoaded());
            assertThat(model.contextLength()).isPositive();
            assertThat(model.vocabulary().size()).isEqualTo(before.length);
            assertThat(answer(model)).isEqualTo(before);
            assertThat(model.isLoaded()).isTrue();
            assertThat(model.statistics().rows()).isEqualTo(2 * rows);
        }
    }

    @Test
    void aModelInUseStays() throws IOException {
        try (LocalEngine engine = engine(new Residence(Long.MAX_VALUE, SOON))) {
            LocalModel used = engine.open("used", model("used"));
            LocalModel idle = engine.open("idle", model("idle"));
            try (TokenSequence sequence = used.open(SequenceOptions.capacity(10))) {
                await().until(() -> !idle.isLoaded());
                assertThat(used.isLoaded()).isTrue();
                assertThat(sequence.extend(new int[] {1}, 1).rows()).isOne();
            }
        }
    }

    @Test
    void theLongestUnusedMakesRoomForAnother() throws IOException {
        Path first = model("first");
        long each;
        try (GgufFile file = GgufFile.open(first)) {
            each = Architectures.preparedBytes(file, KernelLevels.chosen());
        }
        if (each == 0) {
            return; // kernels that work on the file's own bytes need no room
        }
        try (LocalEngine engine = engine(new Residence(2 * each, null))) {
            LocalModel one = engine.open("one", first);
            LocalModel two = engine.open("two", model("two"));
            answer(one);
            LocalModel three = engine.open("three", model("three"));
            assertThat(List.of(one.isLoaded(), two.isLoaded(), three.isLoaded())).containsExactly(true, false, true);
            try (TokenSequence held = one.open(SequenceOptions.capacity(10));
                    TokenSequence too = three.open(SequenceOptions.capacity(10))) {
                assertThatThrownBy(() -> answer(two)).isInstanceOfSatisfying(InferenceFailure.Overloaded.class,
                        full -> assertThat(full.retryAfter()).isPositive());
                assertThat(held.length() + too.length()).isZero();
            }
            assertThat(answer(two)).isEqualTo(answer(one));
        }
    }

    @Test
    void manyWhoAskAtOnceLoadItOnce() throws Exception {
        try (LocalEngine engine = engine(new Residence(Long.MAX_VALUE, SOON));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            LocalModel model = engine.open("one", model("one"));
            float[] expected = answer(model);
            for (int round = 0; round < 3; round++) {
                await().until(() -> !model.isLoaded());
                List<Future<float[]>> answers = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    answers.add(callers.submit(() -> answer(model)));
                }
                for (Future<float[]> each : answers) {
                    assertThat(each.get()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aFileThatWasChangedMeanwhileIsRefused() throws IOException {
        try (LocalEngine engine = engine(new Residence(Long.MAX_VALUE, SOON))) {
            Path path = model("one");
            LocalModel model = engine.open("one", path);
            await().until(() -> !model.isLoaded());
            Files.setLastModifiedTime(path, FileTime.fromMillis(1));
            assertThatThrownBy(() -> answer(model)).isInstanceOf(InferenceFailure.Unavailable.class)
                    .hasMessageContaining("was changed");
            Files.delete(path);
            assertThatThrownBy(() -> answer(model)).isInstanceOf(InferenceFailure.Unavailable.class)
                    .hasMessageContaining("cannot be read");
        }
    }

    @Test
    void anUnloadedModelIsClosedLikeOthers() throws IOException {
        try (LocalEngine engine = engine(new Residence(Long.MAX_VALUE, SOON))) {
            LocalModel model = engine.open("one", model("one"));
            await().until(() -> !model.isLoaded());
            model.close();
            model.close();
            assertThat(engine.models()).isZero();
            assertThatThrownBy(() -> answer(model)).isInstanceOf(InferenceFailure.Unavailable.class);
        }
    }

    @Test
    void aModelThatCannotBeOpenedAgainStays() throws IOException {
        try (LocalEngine engine = engine(new Residence(Long.MAX_VALUE, SOON))) {
            LocalModel bytes = engine.open("bytes", Files.readAllBytes(model("one")));
            LocalModel file = engine.open("file", model("two"));
            await().until(() -> !file.isLoaded());
            assertThat(bytes.isLoaded()).isTrue();
        }
    }

    @Test
    void residencesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Residence(-1, null)).hasMessageContaining("weightBytes: -1");
        assertThatThrownBy(() -> new Residence(0, Duration.ZERO)).hasMessageContaining("idle: PT0S");
    }
}
