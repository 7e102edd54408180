package dev.drover.herd.train;

import dev.drover.herd.document.DocumentSource;
import dev.drover.herd.train.optimizer.RateSchedule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Takes a plan from its start, or from its last checkpoint, to its end. When the JVM is asked to end (Ctrl-C), the step
 * in hand is finished and a checkpoint written. In the run's folder it keeps {@code checkpoint} (every five minutes and
 * at the end), {@code before-decay} (from which a longer run can continue), {@code loss.csv} and {@code loss.svg}.
 */
public final class TrainingRun {

    private static final long CHECKPOINT_NANOS = Duration.ofMinutes(5).toNanos();
    private static final long LINE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final int TIMED_STEP = 20;
    private static final double SLOW = 3e9;
    private static final int RECENT = 50;
    private static final String DOCUMENTS = " on ";
    private static final long STOP_MILLIS = 60_000;

    private final String name;
    private final TrainingPlan plan;
    private final DocumentSource source;
    private final String identity;
    private final Path folder;
    private final PrintStream out;
    private double cpuBefore;
    private String course;
    private boolean newDocuments;
    private volatile boolean stopping;

    /**
     * A run.
     *
     * @param name the model's name
     * @param dataHash a hash of everything that decides the documents; a checkpoint with another one is refused
     * @param folder where its files are; created when missing
     * @param out where progress is printed
     */
    public TrainingRun(String name, TrainingPlan plan, DocumentSource source, String dataHash, Path folder,
            PrintStream out) {
        this.name = name;
        this.plan = plan;
        this.source = source;
        this.folder = folder;
        this.out = out;
        identity = plan.identity() + DOCUMENTS + dataHash;
        course = Long.toString(plan.budget());
    }

    /** Lets a checkpoint that was trained on other documents go on with these; the course of the run will say so. */
    public void acceptNewDocuments() {
        newDocuments = true;
    }

    /**
     * Trains to the end of the plan, or to a step.
     *
     * @param threads 1 or 2; the result is the same
     * @param lastStep the step to stop after, with a checkpoint; at least the plan's steps to finish it
     * @throws IOException if a file cannot be read or written
     */
    public TrainingResult run(int threads, int lastStep) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("checkpoint");
        try (Trainer trainer = open(file, threads)) {
            LossHistory history = new LossHistory(folder.resolve("loss.csv"), trainer.state().step());
            Thread hook = new Thread(new Stop(Thread.currentThread()), "trainer-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                train(trainer, history, Math.min(lastStep, plan.steps()));
            } finally {
                if (!stopping) {
                    Runtime.getRuntime().removeShutdownHook(hook);
                }
            }
            Files.writeString(folder.resolve("loss.svg"), LossCurve.svg(name, history.points()));
            TrainingState state = trainer.state();
            return new TrainingResult(name, new TrainedModel(plan.shape(), state.weights()), history.recent(RECENT),
                    state.step(), state.tokens(), course, cpuSeconds(), Checkpoint.hash(state.weights()));
        }
    }

    private Trainer open(Path file, int threads) throws IOException {
        if (!Files.exists(file)) {
            out.println(name + ": " + identity + ", " + plan.shape().parameters() + " parameters, " + plan.steps()
                    + " steps");
            cpuBefore = -processCpuSeconds();
            return Trainer.start(plan, source, threads);
        }
        Checkpoint checkpoint = Checkpoint.read(file);
        checkIdentity(file, checkpoint);
        cpuBefore = checkpoint.cpuSeconds() - processCpuSeconds();
        out.println(name + ": goes on after step " + checkpoint.state().step() + " of " + plan.steps());
        return new Trainer(plan, source, checkpoint.state(), threads);
    }

    /**
     * Refuses a checkpoint of another run. Another budget is fine as long as neither plan's rate has decayed, other
     * documents when they were asked for. The course notes both, but not a budget with which every step so far would have been
     * the same.
     */
    private void checkIdentity(Path file, Checkpoint checkpoint) throws IOException {
        String before = checkpoint.identity();
        boolean otherDocuments = !before.equals(identity);
        if (!plan.identity().equals(before.substring(0, before.lastIndexOf(DOCUMENTS)))
                || (otherDocuments && !newDocuments)) {
            throw new IOException(
                    file + ": " + before + " (expected: " + identity + "; move the folder away to start again)");
        }
        course = checkpoint.course();
        int step = checkpoint.state().step();
        int last = course.lastIndexOf(' ') + 1;
        boolean sameRates = checkBudget(file, Long.parseLong(course.substring(last)), step);
        if (sameRates && !otherDocuments) {
            course = course.substring(0, last) + plan.budget();
        } else if (step < plan.steps()) {
            String left = otherDocuments ? " tokens" + before.substring(before.lastIndexOf(DOCUMENTS)) : "";
            course += left + " until step " + step + ", then " + plan.budget();
        }
    }

    /** Whether all rates so far are those of an earlier budget. */
    private boolean checkBudget(Path file, long budget, int step) throws IOException {
        RateSchedule before = new RateSchedule(plan.rate(), (int) (budget / plan.stepTokens()));
        RateSchedule now = plan.schedule();
        if (budget != plan.budget() && step > Math.min(before.decayStart(), now.decayStart())) {
            throw new IOException(file + ": a budget of " + budget + " whose decay has begun (expected: "
                    + plan.budget() + "; go on from the file before-decay, or move the folder away to start again)");
        }
        return IntStream.range(0, step).allMatch(i -> before.rate(i) == now.rate(i));
    }

    private void train(Trainer trainer, LossHistory history, int lastStep) throws IOException {
        TrainingState state = trainer.state();
        Speed speed = new Speed(state.tokens());
        Speed first = speed;
        long saved = System.nanoTime();
        int firstStep = state.step();
        while (state.step() < lastStep && !stopping) {
            if (state.step() == plan.schedule().decayStart()) {
                save(trainer, history, "before-decay");
            }
            double loss = trainer.step();
            history.add(new LossHistory.Point(state.step(), state.tokens(), loss));
            if (state.step() == firstStep + TIMED_STEP / 2) {
                first = new Speed(state.tokens());
            }
            if (state.step() == firstStep + TIMED_STEP) {
                judge(first, state.tokens());
            }
            if (speed.nanos() > LINE_NANOS || state.step() == lastStep) {
                out.println(line(state, history.recent(RECENT), speed));
                speed = new Speed(state.tokens());
            }
            if (System.nanoTime() - saved > CHECKPOINT_NANOS || state.step() == lastStep || stopping) {
                save(trainer, history, "checkpoint");
                saved = System.nanoTime();
            }
        }
    }

    /** The losses first: those of a run that ends between the two are dropped with the steps that nobody kept. */
    private void save(Trainer trainer, LossHistory history, String file) throws IOException {
        for (float weight : trainer.state().weights()) {
            if (!Float.isFinite(weight)) {
                throw new IOException(name + ": a weight of " + weight + " at step " + trainer.state().step()
                        + " (expected: numbers; nothing was saved since, start again with a lower rate)");
            }
        }
        history.save();
        new Checkpoint(identity, course, trainer.state(), cpuSeconds()).write(folder.resolve(file));
    }

    private void judge(Speed speed, long tokens) {
        double rate = speed.perCpuSecond(tokens);
        double expected = SLOW / plan.shape().parameters();
        out.printf(Locale.ROOT, "%s: %.0f tokens per CPU second (%.1fe9 / parameters)%s%n", name, rate,
                rate * plan.shape().parameters() / 1e9,
                rate < expected ? ", which is slow (expected: " + Math.round(expected)
                        + " or more; is the JVM run with --add-modules jdk.incubator.vector and its C2 compiler?)"
                        : "");
    }

    private String line(TrainingState state, double loss, Speed speed) {
        int done = (int) (20L * state.step() / plan.steps());
        double perSecond = speed.perSecond(state.tokens());
        long left = (long) ((plan.steps() - state.step()) * (double) plan.stepTokens() / perSecond);
        return String.format(Locale.ROOT, "%s [%s%s] %d/%d loss %.4f %.0f tokens/s (%.0f per CPU s), %d:%02d:%02d left",
                name, "#".repeat(done), ".".repeat(20 - done), state.step(), plan.steps(), loss, perSecond,
                speed.perCpuSecond(state.tokens()), left / 3600, left / 60 % 60, left % 60);
    }

    private double cpuSeconds() {
        return cpuBefore + processCpuSeconds();
    }

    private static double processCpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** What happens when the JVM is asked to end: the training thread is told to stop, and waited for. */
    private final class Stop implements Runnable {

        private final Thread training;

        Stop(Thread training) {
            this.training = training;
        }

        @Override
        public void run() {
            stopping = true;
            try {
                training.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A stopwatch over tokens. */
    private static final class Speed {

        private final long tokens;
        private final long start = System.nanoTime();
        private final double cpu = processCpuSeconds();

        Speed(long tokens) {
            this.tokens = tokens;
        }

        long nanos() {
            return System.nanoTime() - start;
        }

        double perSecond(long now) {
            return (now - tokens) / (nanos() / 1e9);
        }

        double perCpuSecond(long now) {
            return (now - tokens) / Math.max(1e-2, processCpuSeconds() - cpu);
        }
    }
}
