package dev.drover.gateway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** What one run of a case works with: a client of the gateway, and a look at what reached the upstream. */
final class Stage {

    private static final String LANE = "x-drover-lane";

    private final FaultSuite.Target target;
    private final FaultCase faultCase;
    private final FaultUpstream upstream;
    private final HttpClient client;
    private final String run = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

    Stage(FaultSuite.Target target, FaultCase faultCase, FaultUpstream upstream, HttpClient client) {
        this.target = target;
        this.faultCase = faultCase;
        this.upstream = upstream;
        this.client = client;
    }

    /** The body of a request, with further fields; each run has a prompt of its own. */
    String body(boolean stream, String more) {
        return "{\"model\":\"" + faultCase.model().model() + "\",\"stream\":" + stream + more
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"case:" + faultCase.slug() + "#" + run + "\"}]}";
    }

    /** Asks, and waits for the whole reply. */
    Reply ask(boolean stream) {
        return ask(body(stream, ""));
    }

    /** Asks with a body of its own. */
    Reply ask(String body, String... headers) {
        try {
            return begin(body, headers).join();
        } catch (java.util.concurrent.CompletionException failed) {
            throw new Unmet("no reply: " + failed.getCause());
        }
    }

    /** Asks, and does not wait. */
    CompletableFuture<Reply> begin(String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.url().get() + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .timeout(target.patience())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!target.key().isEmpty()) {
            request.header("Authorization", "Bearer " + target.key());
        }
        if (!target.lane().isEmpty()) {
            request.header(LANE, target.lane());
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        long began = System.nanoTime();
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Reply(response.statusCode(), response.headers(), response.body(),
                        Duration.ofNanos(System.nanoTime() - began)));
    }

    /** Asks for something else than an answer. */
    int status(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(target.url().get() + path)).timeout(target.patience()).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException refused) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Asks over a socket that the case can leave. */
    Socket leave(boolean stream) throws IOException {
        URI url = URI.create(target.url().get());
        byte[] body = body(stream, "").getBytes(StandardCharsets.UTF_8);
        String lane = target.lane().isEmpty() ? "" : LANE + ": " + target.lane() + "\r\n";
        Socket socket = new Socket(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
        String key = target.key().isEmpty() ? "" : "Authorization: Bearer " + target.key() + "\r\n";
        socket.getOutputStream()
                .write(("POST " + url.getRawPath() + "/v1/chat/completions HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\n" + key + lane + "Content-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        return socket;
    }

    /** What reached the upstream in this run. */
    List<Call> calls() {
        return upstream.calls(run);
    }

    /** The call of a number, once it has come. */
    Call call(int number) throws InterruptedException {
        until("a request reaches the upstream", () -> calls().size() > number);
        return calls().get(number);
    }

    /** Does something to the gateway. */
    void act(Control.Verb verb) throws InterruptedException {
        try {
            target.control().act(verb);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The longest that something may take. */
    Duration patience() {
        return target.patience();
    }

    /** Demands something. */
    static void demand(boolean holds, String what) {
        if (!holds) {
            throw new Unmet(what);
        }
    }

    /** Demands something that takes a while. */
    void until(String what, java.util.function.BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + target.patience().toNanos();
        while (!holds.getAsBoolean()) {
            demand(System.nanoTime() - end < 0, "not within " + target.patience().toSeconds() + " s: " + what);
            Thread.sleep(5);
        }
    }

    /** Demands a good answer that says a text. */
    static void says(String text, Reply reply) {
        demand(reply.status() == 200, "status 200, not " + reply);
        demand(reply.text().equals(text), "the text " + text + ", not " + reply.text() + " in " + reply);
        demand(!reply.stream() || reply.done(), "[DONE] at the end of " + reply);
    }

    /** Demands a stream that ends with an error and does not pretend to be complete. */
    static void broken(Reply reply) {
        demand(!reply.done(), "no [DONE] after a failure in " + reply);
        demand(reply.error().isObject(), "an error at the end of " + reply);
        demand(!reply.error().path("message").asString("").isBlank(), "a message in " + reply);
    }

    /** Demands a refusal as an error object, of a status in a range. */
    static void refused(Reply reply, int from, int to) {
        demand(reply.status() >= from && reply.status() <= to, "a status of " + from + " to " + to + ", not " + reply);
        demand(reply.error().isObject(), "an error object, not " + reply);
    }
}
