package dev.drover.gateway.lane;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.provider.transport.Direct;
import dev.drover.gateway.telemetry.HttpCall;
import dev.drover.gateway.trace.TraceContext;
import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.ErrorObject;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * One answer on its way to a client, whole or as server-sent events. What comes from other threads is handed to the
 * connection's event loop in order. As many parts are asked for as the connection can take. This is where the lane
 * subscribes: the event loop itself never waits.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class LaneAnswer implements CoreSubscriber<AnswerPart> {

    private static final Logger LOG = LoggerFactory.getLogger(LaneAnswer.class);
    private static final String DECISION = "x-drover-decision";
    private static final String INTERNAL = "internal_error";
    private static final int AHEAD = 64;

    private final LaneHandler handler;
    private final ChannelHandlerContext context;
    private final EventLoop loop;
    private final ChatCall call;
    private final HttpCall watched;
    private final Sending sending;
    private final Context subscriber;
    private final AtomicInteger queued = new AtomicInteger();
    private String decision = "";
    private @Nullable AnswerWriter writer;
    private @Nullable Subscription parts;
    private @Nullable ScheduledFuture<?> keepAlive;
    private boolean headSent;
    private boolean ended;
    private boolean flushing;
    private int taken;

    /**
     * How an answer is sent.
     *
     * @param keepAlive whether the connection stays open after it
     */
    record Sending(Lane lane, boolean keepAlive) {}

    LaneAnswer(LaneHandler handler, ChannelHandlerContext context, ChatCall call, HttpCall watched, Sending sending) {
        this.handler = handler;
        this.context = context;
        this.loop = context.channel().eventLoop();
        this.call = call;
        this.watched = watched;
        this.sending = sending;
        this.subscriber = TraceContext.within(watched.trace())
                .apply(Context.of(Direct.class, new Direct(loop, context.channel().getClass())));
    }

    void start(ChatPipeline.Answer answer) {
        decision = answer.decision().id();
        AnswerForm form = new AnswerForm(sending.lane().dialect().idPrefix() + decision.substring(2),
                answer.decision().began().getEpochSecond(), answer.decision().asked(), call.includeUsage(),
                answer.decision()::explanation);
        writer = call.stream() ? sending.lane().dialect().stream(form, call)
                : sending.lane().dialect().whole(form, call);
        if (call.stream()) {
            long interval = answer.keepAlive().toNanos();
            keepAlive = loop.scheduleAtFixedRate(this::waits, interval, interval, TimeUnit.NANOSECONDS);
        }
        sending.lane()
                .doors()
                .running(answer.parts())
                .doOnError(failure -> answer.decision().cutOff(Decision.outcome(failure)))
                .subscribe(this);
    }

    @Override
    public Context currentContext() {
        return subscriber;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        parts = subscription;
        subscription.request(AHEAD);
    }

    @Override
    public void onNext(AnswerPart part) {
        inOrder(() -> part(part));
    }

    @Override
    public void onError(Throwable failure) {
        inOrder(() -> failed(failure));
    }

    @Override
    public void onComplete() {
        inOrder(this::completed);
    }

    private void inOrder(Runnable signal) {
        if (queued.get() == 0 && loop.inEventLoop()) {
            signal.run();
        } else {
            queued.incrementAndGet();
            loop.execute(() -> {
                signal.run();
                queued.decrementAndGet();
            });
        }
    }

    private void part(AnswerPart part) {
        if (ended || writer == null) {
            return;
        }
        String event = writer.write(part);
        if (!event.isEmpty()) {
            event(event);
        }
        taken++;
        writable();
    }

    /** Asks for more when the connection can take it. */
    void writable() {
        if (taken >= AHEAD / 2 && parts != null && context.channel().isWritable()) {
            int more = taken;
            taken = 0;
            parts.request(more);
        }
    }

    /** Tells a client that waits for a stream that it lives. */
    private void waits() {
        if (!ended) {
            begin();
            write(ChunkWriter.KEEP_ALIVE);
        }
    }

    private void event(String event) {
        if (keepAlive != null) {
            keepAlive.cancel(false);
            keepAlive = null;
        }
        begin();
        write(event);
    }

    private void begin() {
        if (!headSent) {
            headSent = true;
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                    .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            context.write(identified(head), context.voidPromise());
        }
    }

    private HttpResponse identified(HttpResponse response) {
        response.headers().set(DECISION, decision);
        if (call.stream()) {
            response.headers()
                    .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                    .set("X-Accel-Buffering", "no");
        }
        if (!sending.keepAlive()) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    private void write(String event) {
        ByteBuf bytes = ByteBufUtil.writeUtf8(context.alloc(), event);
        watched.sent(bytes.readableBytes());
        context.write(new DefaultHttpContent(bytes), context.voidPromise());
        if (!flushing) {
            flushing = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        context.flush();
    }

    private void completed() {
        if (ended || writer == null) {
            return;
        }
        String end = writer.end();
        if (call.stream()) {
            if (!end.isEmpty()) {
                event(end);
            }
            begin();
            end(200);
        } else {
            whole(HttpResponseStatus.OK, end, null);
        }
    }

    private void failed(Throwable failure) {
        if (ended) {
            return;
        }
        if (headSent) {
            event(sending.lane().dialect().failure(ErrorObject.of(known(failure))));
            end(200);
            return;
        }
        ErrorObject error = failure instanceof InferenceFailure told ? ErrorObject.of(told)
                : ErrorObject.http(500, INTERNAL, String.valueOf(known(failure).getMessage()));
        whole(HttpResponseStatus.valueOf(error.status()), sending.lane().dialect().error(error),
                error.retryAfter() == null ? null
                        : Long.toString(Math.max(1, error.retryAfter().plusMillis(999).toSeconds())));
    }

    private static InferenceFailure known(Throwable failure) {
        if (failure instanceof InferenceFailure known && !known.code().equals(INTERNAL)) {
            return known;
        }
        LOG.error("an answer failed for a reason nobody foresaw", failure);
        return new InferenceFailure.Broken(INTERNAL, "Drover failed; the log says why", failure);
    }

    private void whole(HttpResponseStatus status, String body, @Nullable String retryAfter) {
        ByteBuf bytes = ByteBufUtil.writeUtf8(context.alloc(), body);
        watched.sent(bytes.readableBytes());
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
        if (retryAfter != null) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter);
        }
        identified(response);
        if (sending.keepAlive()) {
            context.writeAndFlush(response, context.voidPromise());
        } else {
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
        over(status.code());
        handler.answered(context);
    }

    private void end(int status) {
        if (sending.keepAlive()) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
        } else {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
        }
        over(status);
        handler.answered(context);
    }

    private void over(int status) {
        ended = true;
        if (keepAlive != null) {
            keepAlive.cancel(false);
        }
        watched.end(status, decision);
    }

    /** The client has left. */
    void gone() {
        if (!ended) {
            if (parts != null) {
                parts.cancel();
            }
            over(HttpCall.CLIENT_GONE);
        }
    }
}
