package dev.drover.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderIsKeptUpToDateTest {

    private static final PolicyFolder.Pace QUICK = new PolicyFolder.Pace(Duration.ofMillis(100), Duration.ofMillis(20));

    private final PolicyReader reader = new PolicyReader(Examples.CATALOGUE);
    private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aChangedFileIsPutInForce() throws Exception {
        write("models.yaml", Examples.MODELS);
        write("policy.yaml", Examples.POLICY);
        try (PolicyFolder opened = open()) {
            PolicySet before = opened.current();
            write("policy.yaml", Examples.POLICY.replace("0.6", "0.7"));

            assertThat(next()).isInstanceOf(PolicySet.class);
            assertThat(opened.current().policies().getFirst().route().minimumQuality()).isEqualTo(0.7);
            assertThat(opened.current().version().number()).isEqualTo(2);
            assertThat(before.policies().getFirst().route().minimumQuality()).isEqualTo(0.6);
        }
    }

    @Test
    void filesMayComeAndGo() throws Exception {
        write("models.yaml", Examples.MODELS);
        try (PolicyFolder opened = open()) {
            write("policy.yml", Examples.POLICY);
            next();
            assertThat(opened.current().policies()).hasSize(1);

            Files.delete(folder.resolve("policy.yml"));
            next();
            assertThat(opened.current().policies()).isEmpty();
        }
    }

    @Test
    void aBadSetIsRefusedWholeAndTheLastGoodOneStays() throws Exception {
        write("models.yaml", Examples.MODELS);
        write("policy.yaml", Examples.POLICY);
        try (PolicyFolder opened = open()) {
            PolicySet before = opened.current();
            write("policy.yaml", Examples.POLICY.replace("herd-facts, large-remote", "nobody, none"));

            assertThat(next()).isInstanceOf(List.class);
            assertThat(opened.current()).isSameAs(before);
            assertThat(opened.problems()).hasSize(2)
                    .allSatisfy(problem -> assertThat(problem.file()).isEqualTo("policy.yaml"));

            write("policy.yaml", Examples.POLICY.replace("0.6", "0.5"));
            assertThat(next()).isInstanceOf(PolicySet.class);
            assertThat(opened.problems()).isEmpty();
        }
    }

    @Test
    void aBadFileThatIsTakenBackLeavesNoProblems() throws Exception {
        write("models.yaml", Examples.MODELS);
        try (PolicyFolder opened = open()) {
            PolicySet before = opened.current();
            write("bad.yaml", "kind: [");
            assertThat(next()).isInstanceOf(List.class);
            Files.delete(folder.resolve("bad.yaml"));

            assertThat(opened.reload()).isTrue();
            assertThat(opened.problems()).isEmpty();
            assertThat(opened.current()).isSameAs(before);
        }
    }

    @Test
    void aFolderThatDisappearsIsAProblemAndNotAnEnd() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.writeString(inner.resolve("models.yaml"), Examples.MODELS);
        try (PolicyFolder opened = PolicyFolder.open(inner, reader, QUICK)) {
            opened.listen(new Recorder());
            Path away = Files.move(inner, folder.resolve("away"));
            assertThat(next()).isInstanceOf(List.class);
            assertThat(opened.current().models()).hasSize(4);

            Files.writeString(away.resolve("more.yaml"), Examples.model("more", "[]"));
            Files.move(away, inner);
            assertThat(next()).isInstanceOf(PolicySet.class);
            assertThat(opened.current().models()).hasSize(5);
        }
    }

    @Test
    void theSwapOfAMountedConfigMapIsSeen() throws Exception {
        write("..2026_a/models.yaml", Examples.MODELS);
        write("..2026_b/models.yaml", Examples.MODELS + "---\n" + Examples.model("more", "[]"));
        link("..data", "..2026_a");
        link("models.yaml", "..data/models.yaml");
        try (PolicyFolder opened = open()) {
            assertThat(opened.current().models()).hasSize(4);
            link("..data_new", "..2026_b");
            Files.move(folder.resolve("..data_new"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

            assertThat(next()).isInstanceOf(PolicySet.class);
            assertThat(opened.current().models()).hasSize(5);
        }
    }

    @Test
    void aFolderThatIsALinkIsFollowed() throws Exception {
        write("one/models.yaml", Examples.MODELS);
        write("two/models.yaml", Examples.model("other", "[]"));
        link("current", "one");
        try (PolicyFolder opened = PolicyFolder.open(folder.resolve("current"), reader, QUICK)) {
            opened.listen(new Recorder());
            link("next", "two");
            Files.move(folder.resolve("next"), folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);

            assertThat(next()).isInstanceOf(PolicySet.class);
            assertThat(opened.current().models()).containsOnlyKeys("other");
        }
    }

    @Test
    void aRewriteWithoutAChangeIsNoNews() throws Exception {
        write("models.yaml", Examples.MODELS);
        try (PolicyFolder opened = open()) {
            write("models.yaml", "# a comment\n" + Examples.MODELS);

            assertThat(opened.reload()).isTrue();
            assertThat(news.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(opened.current().version().number()).isEqualTo(1);
        }
    }

    @Test
    void aListenerThatFailsStopsNobody() throws Exception {
        write("models.yaml", Examples.MODELS);
        try (PolicyFolder opened = PolicyFolder.open(folder, reader, QUICK)) {
            opened.listen(new PolicyListener() {
                @Override
                public void activated(PolicySet set) {
                    throw new IllegalStateException("a test's failure");
                }

                @Override
                public void refused(List<Problem> problems) {
                    throw new IllegalStateException("a test's failure");
                }
            });
            opened.listen(new Recorder());
            write("more.yaml", Examples.model("more", "[]"));

            assertThat(next()).isInstanceOf(PolicySet.class);
        }
    }

    @Test
    void aClosedFolderKeepsItsSetAndReadsNoMore() throws Exception {
        write("models.yaml", Examples.MODELS);
        PolicyFolder opened = open();
        opened.close();
        write("more.yaml", Examples.model("more", "[]"));

        assertThat(news.poll(400, TimeUnit.MILLISECONDS)).isNull();
        assertThat(opened.current().models()).hasSize(4);
    }

    @Test
    void otherFilesAreLeftAlone() throws Exception {
        write("models.yaml", Examples.MODELS);
        write("notes.txt", "kind: nonsense");
        write(".hidden.yaml", "kind: nonsense");
        write("below.yaml/inner.yaml", "kind: nonsense");
        write("other.key", "sk-1");

        assertThat(reader.readFolder(folder, 1).models()).hasSize(4);
    }

    @Test
    void aFirstSetThatIsBadIsNotOpened() throws Exception {
        write("models.yaml", "kind: Model");

        assertThatThrownBy(this::open).isInstanceOf(InvalidPolicies.class);
        assertThatThrownBy(() -> reader.readFolder(folder.resolve("nowhere"), 1)).isInstanceOf(InvalidPolicies.class)
                .hasMessageContaining("expected: a folder of .yaml files");
    }

    @Test
    void bytesThatAreNotTextAreAProblem() throws Exception {
        write("models.yaml", Examples.MODELS);
        Files.write(folder.resolve("bad.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});
        Files.createSymbolicLink(folder.resolve("dangling.yaml"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> reader.readFolder(folder, 1))
                .hasMessageContaining("bad.yaml: bytes that are not UTF-8")
                .hasMessageContaining("dangling.yaml: not a file");
    }

    private PolicyFolder open() {
        PolicyFolder opened = PolicyFolder.open(folder, reader, QUICK);
        opened.listen(new Recorder());
        return opened;
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), Path.of(target));
    }

    private @Nullable Object next() throws InterruptedException {
        return news.poll(10, TimeUnit.SECONDS);
    }

    private final class Recorder implements PolicyListener {

        @Override
        public void activated(PolicySet set) {
            news.add(set);
        }

        @Override
        public void refused(List<Problem> problems) {
            news.add(problems);
        }
    }
}
