package dev.drover.gateway.lane;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Caller;
import dev.drover.gateway.roster.Answerer;
import dev.drover.gateway.roster.Roster;
import dev.drover.gateway.telemetry.HttpCall;
import dev.drover.gateway.telemetry.HttpCalls;
import dev.drover.gateway.wire.ChatDialect;
import dev.drover.gateway.wire.Dialect;
import dev.drover.inference.InferenceFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What all connections of the fast lane share: who decides, who counts, and which requests it takes. */
public final class Lane {

    /** A request whose header of this name says {@code reactive} is left to the web server. */
    public static final String CHOICE = "x-drover-lane";

    private static final String NAME = "fast";
    private static final String ROUTE = "/v1/chat/completions";

    /** The largest body that is taken, in bytes; larger ones are scanned as they stream by the web server. */
    static final int MOST_BYTES = 256 << 10;

    private static final int MOST_KNOWN = 10_000;

    private final ChatPipeline pipeline;
    private final Doors doors;
    private final HttpCalls calls;
    private final Dialect dialect = new ChatDialect();
    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
    private volatile Known known;

    /** Why a chat completion took the one lane or the other. */
    enum Reason {
        /** It was plain: the fast lane. */
        PLAIN,
        /** Its head asks for more than a plain exchange. */
        HEAD,
        /** Its body is large, or has fields or values that are not plain. */
        BODY,
        /** Its model is composed here, or unknown. */
        MODEL,
        /** It is refused: no key, or the gateway stops. */
        REFUSED
    }

    /** Which models of which teams are answered by providers alone, under one set of policies. */
    private record Known(Roster roster, Map<String, Boolean> remote) {

        Known(Roster roster) {
            this(roster, new ConcurrentHashMap<>());
        }
    }

    /**
     * Opens a lane.
     *
     * @param pipeline answers
     * @param doors whether requests are taken
     * @param calls is told of the requests that it answers
     * @param meters where {@code drover.lane.requests} goes
     */
    public Lane(ChatPipeline pipeline, Doors doors, HttpCalls calls, MeterRegistry meters) {
        this.pipeline = pipeline;
        this.doors = doors;
        this.calls = calls;
        this.known = new Known(pipeline.roster().get());
        for (Reason reason : Reason.values()) {
            counters.put(reason,
                    Counter.builder("drover.lane.requests")
                            .description("Chat completions over HTTP/1.1 by lane, and why")
                            .tag("lane", reason == Reason.PLAIN ? NAME : "reactive")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /**
     * Puts the lane into a connection's pipeline.
     *
     * @param before the name of the web server's first handler behind the HTTP codec; without one the connection is left
     *            alone
     */
    public void join(ChannelPipeline connection, String before) {
        if (connection.get(before) != null) {
            connection.addBefore(before, "drover.lane", new LaneHandler(this));
        }
    }

    ChatPipeline pipeline() {
        return pipeline;
    }

    Doors doors() {
        return doors;
    }

    /** A request is answered here. */
    HttpCall begun(HttpHeaders headers) {
        return calls.begin(HttpMethod.POST.name(), ROUTE, NAME, headers::get);
    }

    Dialect dialect() {
        return dialect;
    }

    void count(Reason reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Whether a request is for chat completions at all. */
    static boolean isChat(HttpRequest head) {
        return head.method().equals(HttpMethod.POST) && head.uri().equals(ROUTE) && head.decoderResult().isSuccess();
    }

    /** Whether a head is plain. */
    static boolean isPlain(HttpRequest head) {
        HttpHeaders headers = head.headers();
        return head.protocolVersion().equals(HttpVersion.HTTP_1_1) && !headers.contains(HttpHeaderNames.EXPECT)
                && !headers.contains(HttpHeaderNames.UPGRADE) && !"reactive".equals(headers.get(CHOICE))
                && isJson(headers.get(HttpHeaderNames.CONTENT_TYPE)) && hasPlainLength(head, headers);
    }

    private static boolean hasPlainLength(HttpRequest head, HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return length == null && HttpUtil.isTransferEncodingChunked(head);
        }
        return length != null && length.length() <= 6 && HttpUtil.getContentLength(head, -1) <= MOST_BYTES;
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase("application/json");
    }

    /** Who asks; null when the web server shall refuse it. */
    @Nullable
    Caller admitted(HttpHeaders headers) {
        if (doors.refusal() != null) {
            return null;
        }
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        String key = headers.get("x-api-key");
        try {
            return pipeline.admit(headers.get(HttpHeaderNames.HOST),
                    authorization == null && key != null ? "Bearer " + key : authorization);
        } catch (InferenceFailure.Rejected refused) {
            return null;
        }
    }

    /** Whether everybody who may answer is behind a provider. */
    @SuppressWarnings("ReferenceEquality") // one set of policies is one object
    boolean isRemote(String model, Caller caller) {
        Roster roster = pipeline.roster().get();
        Known now = known;
        if (now.roster() != roster || now.remote().size() > MOST_KNOWN) {
            now = new Known(roster);
            known = now;
        }
        return now.remote().computeIfAbsent(model + "\n" + caller.team(), absent -> remote(roster, model, caller));
    }

    private static boolean remote(Roster roster, String model, Caller caller) {
        try {
            return roster.select(model, caller.team())
                    .candidates()
                    .stream()
                    .allMatch(one -> one.kind() == Answerer.Kind.REMOTE);
        } catch (InferenceFailure.Rejected unknown) {
            return false;
        }
    }

    /** Whether an answer made earlier is unwanted. */
    static boolean fresh(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.CACHE_CONTROL)
                && Arrays.stream(String.join(",", headers.getAll(HttpHeaderNames.CACHE_CONTROL)).split(",", -1))
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .anyMatch(value -> value.contains("no-cache") || value.contains("no-store"));
    }
}
