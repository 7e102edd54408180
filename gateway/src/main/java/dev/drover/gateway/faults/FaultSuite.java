package dev.drover.gateway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All cases, and how they are run: one after the other, so that one's load is not another's failure. */
public final class FaultSuite {

    private static final List<FaultCase> CASES = List
            .<FaultGroup>of(new DyingStreams(), new OddStreams(), new FailOver(), new Cancelling(), new Clocks(),
                    new Usages(), new ToolCalls(), new Replays(), new Retries(), new Errors(), new Bodies(),
                    new Crowds(), new Operations())
            .stream()
            .flatMap(group -> group.cases().stream())
            .toList();
    private static final Map<String, FaultCase> BY_SLUG = CASES.stream()
            .collect(Collectors.toUnmodifiableMap(FaultCase::slug, one -> one));

    private FaultSuite() {}

    /**
     * The gateway under test.
     *
     * @param url where it listens, without {@code /v1}; may change when it is started again
     * @param key the key to send; empty for none
     * @param patience the longest that one request, or one wait, may take
     * @param control what can be done to it besides asking
     * @param lane the value of the header {@code x-drover-lane} to send; empty for none
     */
    public record Target(Supplier<String> url, String key, Duration patience, Control control, String lane) {}

    /** How a case went. */
    public enum Result {
        /** All it demands held. */
        OK,
        /** Something did not. */
        FAILED,
        /** It needs a control that is not there. */
        SKIPPED
    }

    /**
     * What became of a case.
     *
     * @param name the case
     * @param item the behaviour it belongs to
     * @param result how it went
     * @param why what did not hold, or what is missing; empty when it is well
     * @param millis how long it took
     */
    public record Outcome(String name, int item, Result result, String why, long millis) {}

    /** What the upstream does in a case; null when there is no such case. */
    public static @Nullable Script script(String slug) {
        FaultCase known = BY_SLUG.get(slug);
        return known == null ? null : known.script();
    }

    /** How many cases there are. */
    public static int size() {
        return CASES.size();
    }

    /**
     * Runs the cases whose name contains a text.
     *
     * @param told is told of each when it has ended
     * @return all of them
     */
    public static List<Outcome> run(Target target, FaultUpstream upstream, String only, Consumer<Outcome> told) {
        List<Outcome> outcomes = new ArrayList<>();
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        for (FaultCase each : CASES) {
            if (each.name().contains(only)) {
                Outcome outcome = run(target, upstream, client, each);
                outcomes.add(outcome);
                told.accept(outcome);
            }
        }
        return outcomes;
    }

    private static Outcome run(Target target, FaultUpstream upstream, HttpClient client, FaultCase one) {
        String missing = one.verbs()
                .stream()
                .filter(verb -> !target.control().verbs().contains(verb))
                .map(Control.Verb::word)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            return new Outcome(one.name(), one.item(), Result.SKIPPED, "needs control: " + missing, 0);
        }
        long began = System.nanoTime();
        String why = "";
        try {
            one.check().run(new Stage(target, one, upstream, client));
        } catch (Unmet unmet) {
            why = String.valueOf(unmet.getMessage());
        } catch (IOException | UncheckedIOException | java.util.concurrent.CompletionException failed) {
            why = "no reply: " + failed.getMessage();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            why = "stopped";
        }
        return new Outcome(one.name(), one.item(), why.isEmpty() ? Result.OK : Result.FAILED, why,
                (System.nanoTime() - began) / 1_000_000);
    }

    /** The names of cases, for those who look for one. */
    public static Set<String> names() {
        return CASES.stream().map(FaultCase::name).collect(Collectors.toUnmodifiableSet());
    }
}
