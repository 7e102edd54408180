package dev.drover.policy;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A folder of documents that is kept up to date while its files change.
 *
 * <p>A change is noticed at once where the operating system tells, else within {@link Pace#poll()}; it is read when
 * nothing has moved for {@link Pace#settle()}, so that a folder is not read while it is being written. A good set
 * replaces the one in force in one step; a bad one is refused whole, with every problem, and the last good one stays.
 * Safe for use by many threads.
 */
public final class PolicyFolder implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PolicyFolder.class.getName());
    private static final int MAX_SETTLING = 50;

    private final Path folder;
    private final PolicyReader reader;
    private final Pace pace;
    private final FolderWatch watch;
    private final Thread thread;
    private final List<PolicyListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile State state;
    private volatile String seen;

    /**
     * How eagerly a folder is watched.
     *
     * @param poll how often the files are looked at where nobody tells of changes; 2 s
     * @param settle how long they must lie still before they are read; 200 ms
     */
    public record Pace(Duration poll, Duration settle) {

        /** 2 s and 200 ms. */
        public static final Pace STANDARD = new Pace(Duration.ofSeconds(2), Duration.ofMillis(200));
    }

    /** What is in force, and what was wrong with the last attempt to replace it. */
    private record State(PolicySet set, List<Problem> problems) {}

    private PolicyFolder(Path folder, PolicyReader reader, Pace pace) {
        this.folder = folder;
        this.reader = reader;
        this.pace = pace;
        this.watch = new FolderWatch(folder);
        try {
            this.seen = watch.fingerprint();
            this.state = new State(reader.readFolder(folder, 1), List.of());
        } catch (InvalidPolicies refused) {
            watch.close();
            throw refused;
        }
        this.thread = Thread.ofVirtual().name("policy-folder").unstarted(this::watch);
    }

    /**
     * Reads a folder and begins to watch it.
     *
     * @throws InvalidPolicies when its documents are bad: there is no last good set to keep yet
     */
    public static PolicyFolder open(Path folder, PolicyReader reader) {
        return open(folder, reader, Pace.STANDARD);
    }

    /**
     * Reads a folder and begins to watch it at a pace.
     *
     * @throws InvalidPolicies when its documents are bad: there is no last good set to keep yet
     */
    public static PolicyFolder open(Path folder, PolicyReader reader, Pace pace) {
        PolicyFolder opened = new PolicyFolder(folder, reader, pace);
        opened.thread.start();
        return opened;
    }

    /** The set in force. */
    public PolicySet current() {
        return state.set();
    }

    /** What is wrong with the files as they lie there now; empty when they are what is in force. */
    public List<Problem> problems() {
        return state.problems();
    }

    /** Adds a listener; it hears of the next change, not of what is in force already. */
    public void listen(PolicyListener listener) {
        listeners.add(listener);
    }

    /**
     * Reads the folder now, on the calling thread.
     *
     * @return whether its documents are in force: put there by this call, or the same as before
     */
    public boolean reload() {
        reading.lock();
        try {
            State before = state;
            seen = watch.fingerprint();
            try {
                PolicySet read = reader.readFolder(folder, before.set().version().number() + 1);
                if (read.version().hash().equals(before.set().version().hash())) {
                    state = new State(before.set(), List.of());
                } else {
                    state = new State(read, List.of());
                    tell(listener -> listener.activated(read));
                }
                return true;
            } catch (InvalidPolicies refused) {
                state = new State(before.set(), refused.problems());
                if (!refused.problems().equals(before.problems())) {
                    tell(listener -> listener.refused(refused.problems()));
                }
                return false;
            }
        } finally {
            reading.unlock();
        }
    }

    private void tell(Consumer<PolicyListener> news) {
        for (PolicyListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "a listener failed; the policies are in force all the same",
                        failure);
            }
        }
    }

    private void watch() {
        try {
            while (true) {
                boolean told = watch.await(pace.poll());
                if (told || !watch.fingerprint().equals(seen)) {
                    settle();
                    reload();
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException closed) {
            LOG.log(System.Logger.Level.DEBUG, "no longer watching {0}", folder);
        }
    }

    /** Waits until nothing moves, for {@value #MAX_SETTLING} rounds at most. */
    private void settle() throws InterruptedException {
        String before = watch.fingerprint();
        for (int round = 0; round < MAX_SETTLING; round++) {
            boolean told = watch.await(pace.settle());
            String now = watch.fingerprint();
            if (!told && now.equals(before)) {
                return;
            }
            before = now;
        }
    }

    /** Ends the watching; the set in force can still be asked for. */
    @Override
    public void close() {
        watch.close();
        thread.interrupt();
    }
}
