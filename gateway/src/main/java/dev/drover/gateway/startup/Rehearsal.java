package dev.drover.gateway.startup;

import dev.drover.gateway.server.GatewayServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Has a gateway do once what it does all day, so that Java can keep what it has loaded and learned meanwhile. */
public final class Rehearsal {

    private static final int ROUNDS = 20;
    private static final String QUESTION = "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":8,%s"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"What is 37 + 58?\"}]}";

    private Rehearsal() {}

    /**
     * Asks a gateway in the common forms, some twenty times each.
     *
     * @param models the models to ask
     * @return how many requests were answered well
     */
    public static int of(GatewayServer server, List<String> models) {
        String url = "http://127.0.0.1:" + server.port();
        String admin = "http://127.0.0.1:" + server.adminPort();
        int answered = 0;
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String model : models) {
                    String fresh = round % 2 == 0 ? "\"temperature\":0," : "";
                    for (String path : List.of("/v1/chat/completions", "/v1/messages")) {
                        answered += ask(client, url + path, QUESTION.formatted(model, true, fresh));
                        answered += ask(client, url + path, QUESTION.formatted(model, false, fresh));
                    }
                }
                for (String path : List.of(url + "/v1/models", url + "/health/ready", url + "/nowhere",
                        admin + "/metrics", admin + "/admin/decisions?limit=5")) {
                    answered += sent(client, HttpRequest.newBuilder(URI.create(path)).build());
                }
            }
        }
        return answered;
    }

    private static int ask(HttpClient client, String url, String body) {
        return sent(client,
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private static int sent(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200 ? 1 : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("the rehearsal's gateway does not answer", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
