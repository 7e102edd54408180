package dev.drover.gateway.provider.transport;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * One request to a provider over a connection of the event loop that answers the client. It keeps the four clocks, stops
 * reading while nobody wants more, and closes the connection when it is cancelled. All its state belongs to the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class DirectCall implements Subscription {

    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_ERROR_BYTES = 64 << 10;
    private static final long AFTER_DONE_NANOS = Duration.ofMillis(200).toNanos();

    private final CoreSubscriber<? super AnswerPart> client;
    private final HttpUpstream upstream;
    private final Exchange exchange;
    private final Delivery delivery;
    private final FrameReading reading;
    private final Direct direct;
    private final HttpHeaders headers;
    private final DirectAddress address;
    private final ArrayDeque<AnswerPart> ready = new ArrayDeque<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final long began = System.nanoTime();
    private long latest = began;
    private long demand;
    private @Nullable Channel channel;
    private boolean reused;
    private @Nullable HttpResponse response;
    private @Nullable Framing framing;
    private boolean informational;
    private boolean draining;
    private boolean finished;
    private boolean told;
    private @Nullable Throwable failure;

    /** What is asked, of whom and how the answer is wanted. */
    record Asked(HttpUpstream upstream, Exchange exchange, Delivery delivery, FrameReading reading, HttpHeaders headers,
            DirectAddress address) {}

    DirectCall(Asked asked, Direct direct, CoreSubscriber<? super AnswerPart> client) {
        this.upstream = asked.upstream();
        this.exchange = asked.exchange();
        this.delivery = asked.delivery();
        this.reading = asked.reading();
        this.headers = asked.headers();
        this.address = asked.address();
        this.direct = direct;
        this.client = client;
    }

    /** Begins, once it was handed to its subscriber. */
    void start() {
        inLoop(() -> {
            if (!told) {
                DirectPool.current().clock(this);
                DirectPool.current().connection(address, direct, this);
            }
        });
    }

    private void inLoop(Runnable work) {
        if (direct.loop().inEventLoop()) {
            work.run();
        } else {
            direct.loop().execute(work);
        }
    }

    EventLoop loop() {
        return direct.loop();
    }

    /** There is a connection. */
    void connected(Channel opened, boolean usedBefore) {
        if (told) {
            DirectPool.current().idle(address, opened);
            return;
        }
        channel = opened;
        reused = usedBefore;
        opened.pipeline().get(DirectChannel.class).serve(this);
        ByteBuf content = ByteBufUtil.writeUtf8(opened.alloc(), exchange.body());
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST,
                address.target(), content, headers, EmptyHttpHeaders.INSTANCE);
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        opened.writeAndFlush(request, opened.voidPromise());
    }

    /** Something of the response has come. */
    void message(HttpObject message) {
        if (finished) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            failed(message.decoderResult().cause());
            return;
        }
        latest = System.nanoTime();
        try {
            if (message instanceof HttpResponse head) {
                informational = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
                if (!informational) {
                    begun(head);
                }
            }
            if (message instanceof HttpContent content && !informational) {
                content(content);
            }
        } catch (InferenceFailure | Framing.Unreadable broken) {
            failed(broken);
        }
    }

    private void begun(HttpResponse head) {
        response = head;
        boolean asStream = head.status().code() == 200 && head.headers()
                .get(HttpHeaderNames.CONTENT_TYPE, "")
                .toLowerCase(Locale.ROOT)
                .startsWith(exchange.streamType());
        if (head.status().code() == 200) {
            reading.comes(asStream);
        }
        framing = asStream ? exchange.framing().get() : null;
    }

    private void content(HttpContent content) {
        byte[] bytes = ByteBufUtil.getBytes(content.content());
        HttpResponse head = Objects.requireNonNull(response);
        if (framing != null) {
            for (String event : framing.add(bytes)) {
                ready.addAll(reading.message(event));
            }
        } else {
            int limit = head.status().code() == 200 ? MOST_BYTES : MOST_ERROR_BYTES;
            if (body.size() + bytes.length > limit) {
                throw upstream.tooLarge(limit);
            }
            body.writeBytes(bytes);
        }
        if (content instanceof LastHttpContent) {
            release(HttpUtil.isKeepAlive(head));
            last(head);
        }
        drain();
    }

    private void last(HttpResponse head) {
        String text = body.toString(StandardCharsets.UTF_8);
        if (head.status().code() != 200) {
            throw upstream.refusal(exchange, head.status().code(), head.headers().get(HttpHeaderNames.RETRY_AFTER),
                    text);
        }
        List<AnswerPart> parts = framing != null ? reading.end() : reading.whole(text);
        ready.addAll(parts);
        finished = true;
    }

    /** The connection has ended. */
    void closed() {
        broken(new IOException(
                "Connection prematurely closed " + (response == null ? "BEFORE" : "DURING") + " response"));
    }

    /** The connection is broken. One that was idle may have been closed before the request reached the provider. */
    void broken(Throwable cause) {
        Channel used = channel;
        if (!finished && reused && response == null && used != null && cause instanceof IOException) {
            release(false);
            DirectPool.current().fresh(address, direct, this);
        } else {
            failed(cause);
        }
    }

    /** The answer cannot go on. */
    void failed(Throwable cause) {
        if (!finished) {
            finished = true;
            failure = UpstreamFailure.of(upstream.label(), cause, reading.begun());
            release(false);
            drain();
        }
    }

    private void release(boolean usable) {
        Channel used = channel;
        channel = null;
        if (used != null) {
            used.pipeline().get(DirectChannel.class).serve(null);
            if (usable) {
                used.config().setAutoRead(true);
                DirectPool.current().idle(address, used);
            } else {
                used.close();
            }
        }
    }

    /**
     * Looks at the clocks.
     *
     * @return whether the call still runs
     */
    boolean tick(long now) {
        HttpUpstream.Limits limits = upstream.limits();
        if (finished) {
            return false;
        }
        if (now - began > limits.total()) {
            failed(new TimeoutException("the whole answer took longer than " + millis(limits.total()) + " ms"));
        } else if (delivery.stream() && !reading.begun() && now - began > limits.firstToken()) {
            failed(new TimeoutException("no first token within " + millis(limits.firstToken()) + " ms"));
        } else if (framing != null && reading.done() && now - latest > AFTER_DONE_NANOS) {
            done();
        } else if (framing != null && reading.begun() && !reading.done() && now - latest > limits.idle()
                && channel != null && channel.config().isAutoRead()) {
            failed(new TimeoutException("nothing came for " + millis(limits.idle()) + " ms"));
        }
        return !finished;
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    /** The provider has said that this was all, and does not end. */
    private void done() {
        try {
            release(false);
            ready.addAll(reading.end());
            finished = true;
            drain();
        } catch (InferenceFailure broken) {
            failed(broken);
        }
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (demand > 0 && !ready.isEmpty() && !told) {
            demand--;
            client.onNext(ready.remove());
        }
        draining = false;
        if (!told && finished && ready.isEmpty()) {
            told = true;
            if (failure != null) {
                client.onError(failure);
            } else {
                client.onComplete();
            }
        }
        Channel open = channel;
        if (open != null) {
            boolean wanted = ready.isEmpty();
            if (open.config().isAutoRead() != wanted) {
                latest = System.nanoTime();
                open.config().setAutoRead(wanted);
            }
        }
    }

    @Override
    public void request(long count) {
        inLoop(() -> {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            drain();
        });
    }

    @Override
    public void cancel() {
        inLoop(() -> {
            told = true;
            finished = true;
            ready.clear();
            release(false);
        });
    }
}
