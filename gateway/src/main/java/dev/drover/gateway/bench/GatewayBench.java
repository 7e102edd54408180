package dev.drover.gateway.bench;

import dev.drover.gateway.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the same load on the mock upstream itself, on nginx in front of it and on Drover in front of it, in turn. Drover runs
 * under a routing policy, with metrics, and with traces sampled at 1 %.
 */
public final class GatewayBench implements AutoCloseable {

    /** A generator that is busier than this may be what is measured. */
    private static final double BUSY = 0.9;
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final String DROVER = "dev.drover.gateway.command.Drover";

    private final Launcher launcher = new Launcher();
    private final List<Launcher.Running> running = new CopyOnWriteArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final Thread stopping = new Thread(this::stop, "stopping");
    private final Launcher.Running generator;
    private final Launcher.Running upstream;
    private final Path folder;

    /**
     * What is measured and for how long.
     *
     * @param works what
     * @param seconds how long each measurement takes
     * @param warmUp how long the same is done before, in seconds
     * @param rounds how often; the median by requests a second is told
     * @param recovery whether to wait a minute at the end and tell the memory then
     */
    public record Plan(List<Work> works, double seconds, double warmUp, int rounds, boolean recovery) {}

    /**
     * A figure of one target.
     *
     * @param work what was done; {@code idle} before anything was and {@code recovered} a minute after
     * @param target direct, nginx, drover (both lanes) or drover-reactive (the fast lane switched off)
     * @param requestsPerSecond answered well
     * @param ofNginx the same over nginx's in this run; null where nginx is not installed
     * @param p50Micros until the end of an answer, from when it was due; for streams until the first frame
     * @param p99Micros the same, 99 of 100
     * @param microsPerRequest processor time of the target
     * @param microsPerFrame processor time of the target; null for whole answers
     * @param stalls gaps of more than ten times the pace
     * @param failures answers that were none
     * @param residentMiB the target's memory at the end
     * @param generatorBusy share of a core that generator and upstream took together; above 0.9 the line is void
     * @param isVoid whether it is
     */
    public record Line(String work, String target, double requestsPerSecond, @Nullable Double ofNginx, double p50Micros,
            double p99Micros, double microsPerRequest, @Nullable Double microsPerFrame, long stalls, long failures,
            double residentMiB, double generatorBusy, boolean isVoid) {

        static Line memory(String work, Target target) {
            return new Line(work, target.name(), 0, null, 0, 0, 0, null, 0, 0,
                    ProcessMeter.residentMiB(target.process()), 0, false);
        }
    }

    /**
     * Starts everything.
     *
     * @param err what is missing
     * @throws IOException when a process does not start
     * @throws InterruptedException when starting is given up
     */
    public GatewayBench(Consumer<String> err) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("drover-bench");
        // whoever stops the harness stops its processes
        Runtime.getRuntime().addShutdownHook(stopping);
        upstream = started(launcher.java(1, List.of("-Xmx256m"), Worker.class.getName(), "upstream"));
        int port = Integer.parseInt(upstream.await(""));
        generator = started(launcher.java(1, List.of("-Xmx512m"), Worker.class.getName(), "load"));
        targets.add(new Target("direct", port, port, upstream.process().toHandle()));
        Optional<Path> nginx = Launcher.installed("nginx");
        if (nginx.isPresent()) {
            int[] ports = new int[2];
            Launcher.Running hop = started(Nginx.start(launcher, nginx.get(), folder, port, ports));
            targets.add(new Target("nginx", ports[0], ports[1], hop.process().toHandle()));
        } else {
            err.accept("nginx is not installed, so there is nothing to compare with: apt-get install nginx");
        }
        Path policies = Files.createDirectory(folder.resolve("policies"));
        Files.writeString(policies.resolve("bench.yaml"), documents(port));
        drover("drover", port, policies);
        drover("drover-reactive", port, policies, "--fast-lane", "off");
    }

    private void drover(String name, int port, Path policies, String... more) throws IOException {
        List<String> args = new ArrayList<>(
                List.of("serve", "--port", "0", "--admin-port", "0", "--policies", policies.toString()));
        args.addAll(List.of(more));
        Launcher.Running gateway = started(launcher.java(0,
                List.of("-Dmanagement.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:" + port
                        + "/v1/traces", "-Dmanagement.tracing.sampling.probability=0.01"),
                DROVER, args.toArray(String[]::new)));
        String url = gateway.await("Drover is ready at http://127.0.0.1:");
        int own = Integer.parseInt(url.substring(0, url.indexOf(' ')));
        // what else it says is nobody's business, and must not fill the pipe
        Thread.ofVirtual().start(() -> gateway.out().lines().forEach(line -> {
        }));
        targets.add(new Target(name, own, own, gateway.process().toHandle()));
    }

    private static String documents(int port) {
        return """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: up}
                spec:
                  price: {inputPerMillion: 1, outputPerMillion: 2}
                  deployments:
                    - {provider: openai, url: "http://127.0.0.1:%d/v1", model: up, concurrent: 10000}
                ---
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: default}
                spec:
                  match: {models: [auto]}
                  route: {strategy: first, candidates: [up]}
                ---
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: kept}
                spec:
                  match: {models: [kept]}
                  route: {strategy: first, candidates: [up]}
                  cache: {exact: {ttl: 10m}}
                """.formatted(port);
    }

    private Launcher.Running started(Launcher.Running one) {
        running.add(one);
        return one;
    }

    /**
     * Measures.
     *
     * @param told is told of each line as soon as it is there
     * @throws IOException when a process has ended
     * @throws InterruptedException when measuring is given up
     */
    public void run(Plan plan, Consumer<Line> told) throws IOException, InterruptedException {
        targets.forEach(target -> told.accept(Line.memory("idle", target)));
        for (Work work : plan.works()) {
            Map<String, List<Line>> lines = new HashMap<>();
            for (int round = 0; round < plan.rounds(); round++) {
                for (Target target : targets) {
                    lines.computeIfAbsent(target.name(), absent -> new ArrayList<>())
                            .add(measure(work, target, plan, round == 0));
                }
            }
            List<Line> hops = lines.getOrDefault("nginx", List.of());
            Line nginx = hops.isEmpty() ? null : median(hops);
            for (Target target : targets) {
                told.accept(beside(nginx, median(lines.getOrDefault(target.name(), List.of()))));
            }
        }
        if (plan.recovery()) {
            Thread.sleep(RECOVERY);
            targets.forEach(target -> told.accept(Line.memory("recovered", target)));
        }
    }

    private static Line median(List<Line> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Line::requestsPerSecond))
                .toList()
                .get(rounds.size() / 2);
    }

    private static Line beside(@Nullable Line nginx, Line line) {
        return new Line(line.work(), line.target(), line.requestsPerSecond(),
                nginx == null ? null : line.requestsPerSecond() / nginx.requestsPerSecond(), line.p50Micros(),
                line.p99Micros(), line.microsPerRequest(), line.microsPerFrame(), line.stalls(), line.failures(),
                line.residentMiB(), line.generatorBusy(), line.isVoid());
    }

    private Line measure(Work work, Target target, Plan plan, boolean first) throws IOException {
        // what a virtual machine has not yet compiled is no figure of it
        if (first && plan.warmUp() > 0) {
            ask(work.plan(work.streams() ? target.streamPort() : target.port(), plan.warmUp(), 0));
        }
        double cpu = ProcessMeter.cpuSeconds(target.process());
        double own = own();
        LoadPlan load = work.plan(work.streams() ? target.streamPort() : target.port(), plan.seconds(), 0);
        LoadResult result = ask(load);
        double took = ProcessMeter.cpuSeconds(target.process()) - cpu;
        double busy = (own() - own) / plan.seconds();
        return new Line(work.word(), target.name(), result.requestsPerSecond(), null, result.p50Micros(),
                result.p99Micros(), took * 1e6 / Math.max(1, result.requests()),
                work.streams() ? took * 1e6 / Math.max(1, result.frames()) : null, result.stalls(), result.failures(),
                ProcessMeter.residentMiB(target.process()), busy, busy > BUSY && !target.name().equals("direct"));
    }

    private double own() {
        return ProcessMeter.cpuSeconds(generator.process().toHandle())
                + ProcessMeter.cpuSeconds(upstream.process().toHandle());
    }

    private LoadResult ask(LoadPlan load) throws IOException {
        String line = Json.mapper().writeValueAsString(load) + "\n";
        generator.process().getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        generator.process().getOutputStream().flush();
        return Json.mapper().readValue(generator.await(""), LoadResult.class);
    }

    private void stop() {
        running.reversed().forEach(Launcher.Running::close);
    }

    @Override
    public void close() throws IOException {
        stop();
        Runtime.getRuntime().removeShutdownHook(stopping);
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
