package dev.drover.gateway.hub;

import dev.drover.gateway.fixture.FakeHub;
import dev.drover.gateway.fixture.FakeHub.Behaviour;
import dev.drover.gateway.proxy.EnvironmentProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files come whole, whatever happens to connections, or not at all. */
class PullTest {

    private static final HubModel MODEL = HubModel.parse("someone/story:Q4_K_M");
    private static final String NAME = "story.Q4_K_M.gguf";
    private static final Puller.Listener UNHEARD = (path, size) -> bytes -> {
    };

    @TempDir
    Path root;
    private final byte[] content = new byte[300_000];
    private final List<Duration> pauses = new ArrayList<>();
    private long room = Long.MAX_VALUE;
    private FakeHub hub;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        hub = new FakeHub().with(NAME, content);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubSettings settings() {
        return new HubSettings(hub.uri(), null, new EnvironmentProxy(Map.of()));
    }

    private ModelFolder folder() {
        return new ModelFolder(root.resolve("models"));
    }

    private Path pull(HubModel model, Puller.Listener listener) throws IOException {
        try (Puller puller = new Puller(settings(), folder(), pauses::add, path -> room, Duration.ofMillis(300))) {
            return puller.pull(model, listener);
        }
    }

    private Path pull() throws IOException {
        return pull(MODEL, UNHEARD);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder().folder(MODEL))) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileComesWholeAndProgressIsTold() throws IOException {
        List<Long> heard = new ArrayList<>();
        Path file = pull(MODEL, (path, size) -> {
            assertThat(path).isEqualTo(NAME);
            assertThat(size).isEqualTo(content.length);
            return heard::add;
        });
        assertThat(file).hasBinaryContent(content);
        assertThat(heard).first().isEqualTo(0L);
        assertThat(heard).isSorted().last().isEqualTo((long) content.length);
        assertThat(names()).containsExactlyInAnyOrder("." + NAME + ".json", ".lock", NAME);
        assertThat(folder().file(MODEL)).isEqualTo(file);
    }

    @Test
    void aBrokenConnectionIsGoneOnWithWhereItEnded() throws IOException {
        hub.behaviours.addAll(List.of(Behaviour.BREAKS_HALFWAY, Behaviour.BREAKS_HALFWAY));
        assertThat(pull()).hasBinaryContent(content);
        List<Integer> from = hub.ranges.stream()
                .map(range -> range.equals("-") ? 0 : Integer.parseInt(range.replaceAll("\\D", "")))
                .toList();
        // what was sent before a reset need not have come
        assertThat(from).hasSize(3).isSorted().startsWith(0);
        assertThat(from.getLast()).isBetween(1, 225_000);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void aConnectionThroughWhichNothingComesIsGivenUp() throws IOException {
        hub.behaviours.add(Behaviour.STALLS_HALFWAY);
        assertThat(pull()).hasBinaryContent(content);
        assertThat(hub.ranges).hasSize(2);
    }

    @Test
    void whatAnEarlierPullBroughtIsKeptAndTakenUp() throws IOException {
        Path target = folder().folder(MODEL).resolve(NAME);
        Files.createDirectories(target.getParent());
        HubFile file = new HubFile(NAME, content.length, new Checksum(Checksum.Kind.SHA256, FakeHub.sha256(content)));
        Files.write(Part.path(target, file), Arrays.copyOf(content, 100_000));
        assertThat(pull()).hasBinaryContent(content);
        assertThat(hub.ranges).containsExactly("bytes=100000-");
    }

    @ParameterizedTest
    @EnumSource(names = {"IGNORES_RANGES", "REFUSES_RANGES"})
    void aServerWithoutRangesIsAskedForAll(Behaviour behaviour) throws IOException {
        hub.behaviours.addAll(List.of(Behaviour.BREAKS_HALFWAY, behaviour));
        assertThat(pull()).hasBinaryContent(content);
    }

    @Test
    void aWrongChecksumIsRefusedAndNothingKept() throws IOException {
        hub.behaviours.add(Behaviour.CHANGES_A_BYTE);
        assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class).hasMessageContaining(FakeHub.sha256(content));
        assertThat(folder().folder(MODEL).resolve(NAME)).doesNotExist();
        assertThat(pull()).hasBinaryContent(content);
        assertThat(hub.ranges).containsExactly("-", "-");
    }

    @ParameterizedTest
    @EnumSource(names = {"SENDS_TOO_MUCH", "ANNOUNCES_TOO_MUCH", "ANNOUNCES_TOO_LITTLE"})
    void aLengthThatIsNotTheHubsIsRefused(Behaviour behaviour) {
        hub.behaviours.add(behaviour);
        assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class).hasMessageContaining("300000");
        assertThat(folder().folder(MODEL).resolve(NAME)).doesNotExist();
    }

    @Test
    void aNetworkThatStaysAwayIsGivenUpAfterAWhile() throws IOException {
        HubSettings gone = settings();
        hub.close();
        try (Puller puller = new Puller(gone, folder(), pauses::add, path -> room, Duration.ofSeconds(9))) {
            assertThatThrownBy(() -> puller.pull(MODEL, UNHEARD)).isInstanceOf(HubFailure.class)
                    .hasMessageContaining("6 times in a row");
        }
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
    }

    @Test
    void whatIsThereIsNotFetchedAgainUntilTheHubHasAnother() throws IOException {
        Path file = pull();
        assertThat(pull()).isEqualTo(file);
        assertThat(hub.ranges).hasSize(1);
        byte[] newer = content.clone();
        newer[5]++;
        hub.with(NAME, newer);
        assertThat(pull()).hasBinaryContent(newer);
    }

    @Test
    void aFullDiskIsToldBeforeAnythingIsFetched() {
        room = content.length;
        assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class).hasMessageContaining("300000 bytes are free");
        assertThat(hub.ranges).isEmpty();
    }

    @Test
    void twoPullsOfARepositoryDoNotRunAtOnce() throws IOException {
        try (ModelFolder.Lock _ = folder().lock(MODEL)) {
            assertThatThrownBy(this::pull).isInstanceOf(HubFailure.class).hasMessageContaining("pulled already");
        }
        assertThat(pull()).exists();
    }

    @Test
    void aModelInSeveralFilesComesWithAllOfThem() throws IOException {
        byte[] second = {1, 2, 3};
        hub.with("big-Q8_0-00001-of-00002.gguf", content).with("big-Q8_0-00002-of-00002.gguf", second);
        Path file = pull(HubModel.parse("someone/story:Q8_0"), UNHEARD);
        assertThat(file).hasBinaryContent(content).hasFileName("big-Q8_0-00001-of-00002.gguf");
        assertThat(file.resolveSibling("big-Q8_0-00002-of-00002.gguf")).hasBinaryContent(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.gguf", "/etc/evil.gguf", "a/../../evil.gguf", "a//evil.gguf", "..\\\\evil.gguf",
            "C:evil.gguf", ".hidden/evil.gguf"})
    void namesThatLeadOutOfTheFolderAreNoModels(String path) {
        hub.with(path, content);
        assertThatThrownBy(() -> pull(new HubModel("someone/story", "main", path), UNHEARD))
                .isInstanceOf(HubFailure.class)
                .hasMessageContaining("nothing of that name");
        assertThat(hub.ranges).isEmpty();
    }
}
