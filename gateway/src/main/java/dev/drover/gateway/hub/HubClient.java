package dev.drover.gateway.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a hub. Redirects are followed by hand, so that the token goes to the hub alone, never to the servers it sends
 * one to, and nothing goes from https to http.
 */
final class HubClient implements AutoCloseable {

    private static final int REDIRECTS = 8;
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration HEADERS = Duration.ofSeconds(60);

    private final HttpClient http;
    private final HubSettings settings;

    HubClient(HubSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .proxy(settings.proxies())
                .authenticator(settings.proxies().authenticator())
                .build();
    }

    /**
     * What a hub says about a repository.
     *
     * @throws HubFailure when it is not there, or may not be read
     * @throws IOException when asking again may help
     */
    HttpResponse<InputStream> information(HubModel model) throws IOException {
        URI uri = URI.create(settings.endpoint() + "/api/models/" + model.repository() + "/revision/"
                + encoded(model.revision()) + "?blobs=true");
        HttpResponse<InputStream> response = get(uri, 0);
        if (response.statusCode() != 200) {
            throw refused(response, model);
        }
        return response;
    }

    /**
     * A file's content.
     *
     * @param commit the commit that it is read from
     * @param path its path in the repository
     * @param from where to begin, in bytes; the answer is 206 when that is honoured, 416 when there is nothing from there
     * @throws HubFailure when it is not there, or may not be read
     * @throws IOException when asking again may help
     */
    HttpResponse<InputStream> content(HubModel model, String commit, String path, long from) throws IOException {
        String file = Arrays.stream(path.split("/")).map(HubClient::encoded).collect(Collectors.joining("/"));
        URI uri = URI
                .create(settings.endpoint() + "/" + model.repository() + "/resolve/" + encoded(commit) + "/" + file);
        HttpResponse<InputStream> response = get(uri, from);
        return switch (response.statusCode()) {
            case 200, 206, 416 -> response;
            default -> throw refused(response, model.choosing(path));
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<InputStream> get(URI first, long from) throws IOException {
        URI uri = first;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpResponse<InputStream> response = send(uri, from);
            @Nullable
            String location = response.headers().firstValue("Location").orElse(null);
            if (response.statusCode() < 301 || response.statusCode() > 308 || location == null) {
                return response;
            }
            response.body().close();
            uri = next(uri, location);
        }
        throw new HubFailure(first + ": more than " + REDIRECTS + " redirects (expected: an answer)");
    }

    private static URI next(URI uri, String location) throws HubFailure {
        try {
            URI next = uri.resolve(location);
            if (next.getHost() != null && (Origin.isSecure(next) || !Origin.isSecure(uri))) {
                return next;
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw new HubFailure(uri.getHost() + ": sends us on to an address that is malformed or not encrypted "
                + "(expected: https); check HF_ENDPOINT and proxies");
    }

    private HttpResponse<InputStream> send(URI uri, long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(HEADERS).header("User-Agent", "drover");
        if (settings.token() != null && Origin.same(uri, settings.endpoint())) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(uri.getHost() + ": interrupted");
        }
    }

    private IOException refused(HttpResponse<InputStream> response, HubModel model) throws IOException {
        response.body().close();
        int status = response.statusCode();
        if (status == 429 || status == 408 || status >= 500) {
            return new Patience.Busy(response.uri().getHost() + " answers " + status, retryAfter(response));
        }
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        String page = settings.endpoint() + "/" + model.repository();
        String as = settings.token() == null ? "no token was given" : "the token was given";
        return new HubFailure(model + ": " + switch (status) {
            case 401,
                    403 ->
                code.equals("GatedRepo")
                        ? "is gated, and " + as + " (expected: accept its terms at " + page
                                + ", then set HF_TOKEN to a " + "token of that account)"
                        : "not found, or private (" + status + "), and " + as + " (expected: a name as at " + page
                                + "; for a private model HF_TOKEN, of an account that may read it)";
            case 404 -> switch (code) {
                case "RevisionNotFound" ->
                    "no revision " + model.revision() + " (expected: a branch, tag or commit of " + page + ")";
                case "EntryNotFound" -> "no such file (expected: one of " + page + "/tree/" + model.revision() + ")";
                default -> "not found (expected: OWNER/NAME as at " + page + ")";
            };
            default -> "the hub answers " + status + " (expected: 200); is HF_ENDPOINT a hub?";
        });
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Duration time = Duration.between(Instant.now(),
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return time.isNegative() ? Duration.ZERO : time;
        } catch (DateTimeException none) {
            return null;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
