package dev.drover.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SetsAreSwappedWholeTest {

    private static final PolicyFolder.Pace SLOW = new PolicyFolder.Pace(Duration.ofMinutes(5), Duration.ofMinutes(5));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Each set names its model and its policy alike; a mixture of two would show. */
    @Test
    void readersNeverSeeHalfOfASet() throws Exception {
        write(0);
        ConcurrentLinkedQueue<String> mixtures = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        try (PolicyFolder opened = PolicyFolder.open(folder, new PolicyReader(Examples.CATALOGUE), SLOW)) {
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(Thread.ofPlatform().daemon().start(() -> {
                    while (!done.get()) {
                        PolicySet set = opened.current();
                        String model = set.models().keySet().iterator().next();
                        String policy = set.policies().getFirst().name();
                        if (!model.equals(policy)) {
                            mixtures.add(model + " with " + policy);
                        }
                        Thread.onSpinWait();
                    }
                }));
            }
            for (int round = 1; round <= 50; round++) {
                write(round);
                assertThat(opened.reload()).isTrue();
                assertThat(opened.current().version().number()).isEqualTo(round + 1);
            }
            done.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
        }
        assertThat(mixtures).isEmpty();
    }

    @Test
    void listenersHearOfEveryChangeInOrder() throws Exception {
        write(0);
        List<String> heard = new ArrayList<>();
        try (PolicyFolder opened = PolicyFolder.open(folder, new PolicyReader(Examples.CATALOGUE), SLOW)) {
            opened.listen(new PolicyListener() {
                @Override
                public void activated(PolicySet set) {
                    heard.add(set.version().number() + " " + set.models().keySet());
                }

                @Override
                public void refused(List<Problem> problems) {
                    heard.add("refused " + problems.size());
                }
            });
            write(1);
            opened.reload();
            Files.writeString(folder.resolve("bad.yaml"), "kind: Model");
            opened.reload();
            opened.reload();
            Files.delete(folder.resolve("bad.yaml"));
            opened.reload();
            write(2);
            opened.reload();
        }

        assertThat(heard).containsExactly("2 [m1]", "refused 3", "3 [m2]");
    }

    @Test
    void aSetCannotBeChanged() throws Exception {
        write(0);
        PolicySet set = new PolicyReader(Examples.CATALOGUE).readFolder(folder, 5);

        assertThat(set.models()).isUnmodifiable();
        assertThat(set.policies()).isUnmodifiable();
        assertThat(set.pairs()).isUnmodifiable();
        assertThat(set.names("")).isUnmodifiable();
        assertThat(set).hasToString("policies " + set.version() + " (1 models, 1 policies)");
    }

    private void write(int round) throws Exception {
        String name = "m" + round;
        Files.writeString(folder.resolve("all.yaml"), Examples.model(name, "[]") + "---\n"
                + Examples.policy(name, "{models: [auto]}", 0).replace("herd-verifier", name));
    }
}
