package dev.drover.gateway.startup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures how soon a gateway is ready and what memory it takes, idle, under load, and a minute after. */
public final class StartBench {

    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration LOADED = Duration.ofSeconds(6);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final String MODEL = """
            apiVersion: drover.dev/v1
            kind: Model
            metadata: {name: bench}
            spec:
              deployments: [{provider: scripted, model: any, text: "%s", pieceMillis: 200}]
            """.formatted("word ".repeat(50).strip());

    private StartBench() {}

    /**
     * A start.
     *
     * @param cache whether Java's cache was used
     * @param readyMillis from the start of the process until it was ready
     * @param idleMebibytes its resident memory three seconds after that
     */
    public record Start(boolean cache, double readyMillis, double idleMebibytes) {}

    /**
     * Memory under a load of streams.
     *
     * @param streams how many at the same time
     * @param completed of those, how many came to their end
     * @param idleMebibytes resident before
     * @param loadedMebibytes while they run
     * @param recoveredMebibytes a minute after they have ended
     * @param recoveredShare the last in times of the first
     */
    public record Memory(int streams, long completed, double idleMebibytes, double loadedMebibytes,
            double recoveredMebibytes, double recoveredShare) {}

    /**
     * Starts gateways without models of their own, with and without the cache in turn.
     *
     * @param cache Java's cache; null for none
     * @param policies a folder; null for one with a scripted model alone
     */
    public static void starts(int runs, @Nullable Path cache, @Nullable Path policies, Consumer<Start> told)
            throws IOException, InterruptedException {
        try (Folder folder = Folder.of(policies)) {
            for (int run = 0; run < runs; run++) {
                for (boolean cached : cache == null ? new boolean[] {false} : new boolean[] {false, true}) {
                    try (ChildGateway gateway = new ChildGateway(java(cached ? cache : null), folder.arguments())) {
                        Thread.sleep(SETTLING);
                        told.accept(new Start(cached, gateway.readyMillis(), gateway.residentMebibytes()));
                    }
                }
            }
        }
    }

    private static List<String> java(@Nullable Path cache) {
        return List.of(cache == null ? "-XX:AOTMode=off" : "-XX:AOTCache=" + cache);
    }

    /** Loads one gateway with streams of ten seconds, and looks a minute after their end. */
    public static Memory memory(int streams, @Nullable Path cache) throws IOException, InterruptedException {
        try (Folder folder = Folder.of(null);
                ChildGateway gateway = new ChildGateway(java(cache), folder.arguments());
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            ask(client, gateway).join();
            Thread.sleep(SETTLING);
            double idle = gateway.residentMebibytes();
            List<CompletableFuture<Integer>> running = IntStream.range(0, streams)
                    .mapToObj(i -> ask(client, gateway))
                    .toList();
            Thread.sleep(LOADED);
            double loaded = gateway.residentMebibytes();
            long completed = running.stream().filter(each -> each.exceptionally(failure -> 0).join() == 200).count();
            Thread.sleep(RECOVERY);
            double recovered = gateway.residentMebibytes();
            return new Memory(streams, completed, idle, loaded, recovered, recovered / idle);
        }
    }

    private static CompletableFuture<Integer> ask(HttpClient client, ChildGateway gateway) {
        return client.sendAsync(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"bench\",\"stream\":true,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                .build(), HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    /** A folder of policies, which is deleted at the end when it was made here. */
    private record Folder(Path path, boolean made) implements AutoCloseable {

        static Folder of(@Nullable Path given) throws IOException {
            if (given != null) {
                return new Folder(given, false);
            }
            Path folder = Files.createTempDirectory("drover-bench");
            Files.writeString(folder.resolve("bench.yaml"), MODEL);
            return new Folder(folder, true);
        }

        List<String> arguments() {
            return List.of("--policies", path.toString(), "--drain", "1");
        }

        @Override
        public void close() throws IOException {
            if (made) {
                List<Path> files = new ArrayList<>();
                try (Stream<Path> walk = Files.walk(path)) {
                    walk.sorted(Comparator.reverseOrder()).forEach(files::add);
                }
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }
}
