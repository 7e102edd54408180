package dev.drover.gateway.lane;

import dev.drover.gateway.access.Caller;
import dev.drover.gateway.wire.ChatCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, between the HTTP codec and the web server's handlers. It gathers the body of a request that
 * might be plain, and answers it or lets it go on as it came. While one of its answers runs, what the client sends
 * behind is kept and no more is read; while the web server answers, all goes on to it. Used by the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class LaneHandler extends ChannelDuplexHandler {

    private static final int FIRST_BYTES = 2_048;

    private final Lane lane;
    private final ArrayDeque<Object> behind = new ArrayDeque<>();
    private @Nullable HttpRequest head;
    private byte[] body = new byte[FIRST_BYTES];
    private int bytes;
    private BodyScanner scanner = new BodyScanner();
    private @Nullable LaneAnswer answer;
    private boolean passing;
    private int elsewhere;
    private boolean informational;

    LaneHandler(Lane lane) {
        this.lane = lane;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (answer != null) {
            behind.add(message);
        } else {
            take(context, message);
        }
    }

    private void take(ChannelHandlerContext context, Object message) {
        if (passing || elsewhere > 0) {
            pass(context, message);
        } else if (message instanceof HttpRequest request && head == null) {
            begin(context, request);
        } else if (message instanceof HttpContent content && head != null) {
            gather(context, head, content);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            elsewhere++;
            passing = true;
        }
        if (message instanceof LastHttpContent) {
            passing = false;
        }
        context.fireChannelRead(message);
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        boolean chat = Lane.isChat(request);
        if (chat && Lane.isPlain(request)) {
            head = request;
            bytes = 0;
            scanner = new BodyScanner();
            if (request instanceof HttpContent whole) {
                gather(context, request, whole);
            }
            return;
        }
        if (chat) {
            lane.count(Lane.Reason.HEAD);
        }
        pass(context, request);
    }

    private void gather(ChannelHandlerContext context, HttpRequest request, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        boolean well = content.decoderResult().isSuccess();
        ByteBuf more = content.content();
        int begin = bytes;
        if (!well || begin + more.readableBytes() > Lane.MOST_BYTES) {
            leave(context, request, Lane.Reason.BODY, false);
            pass(context, content);
            return;
        }
        bytes += more.readableBytes();
        if (bytes > body.length) {
            body = Arrays.copyOf(body, Math.max(bytes, 2 * body.length));
        }
        more.readBytes(body, begin, bytes - begin);
        content.release();
        BodyScanner.Verdict verdict = scanner.read(body, begin, bytes);
        if (verdict == BodyScanner.Verdict.OTHER || (last && verdict == BodyScanner.Verdict.MORE)) {
            leave(context, request, Lane.Reason.BODY, last);
        } else if (last) {
            answer(context, request);
        }
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
        Caller caller = lane.admitted(request.headers());
        if (caller == null) {
            leave(context, request, Lane.Reason.REFUSED, true);
        } else if (!lane.isRemote(scanner.body().model(), caller)) {
            leave(context, request, Lane.Reason.MODEL, true);
        } else {
            lane.count(Lane.Reason.PLAIN);
            ChatCall call = scanner.body().call(body, bytes);
            LaneAnswer begun = new LaneAnswer(this, context, call, lane.begun(request.headers()),
                    new LaneAnswer.Sending(lane, HttpUtil.isKeepAlive(request)));
            answer = begun;
            forget();
            begun.start(lane.pipeline().answer(caller, call, Lane.fresh(request.headers())));
        }
    }

    /** Lets a request go on, as far as it has come. */
    private void leave(ChannelHandlerContext context, HttpRequest request, Lane.Reason why, boolean whole) {
        lane.count(why);
        ByteBuf sofar = Unpooled.wrappedBuffer(Arrays.copyOf(body, bytes));
        boolean empty = bytes == 0;
        forget();
        pass(context, request);
        if (whole) {
            pass(context, empty ? LastHttpContent.EMPTY_LAST_CONTENT : new DefaultLastHttpContent(sofar));
        } else if (!empty) {
            pass(context, new DefaultHttpContent(sofar));
        }
    }

    private void forget() {
        head = null;
        if (body.length > Lane.MOST_BYTES / 4) {
            body = new byte[FIRST_BYTES];
        }
    }

    /** An answer has been written to its end. */
    void answered(ChannelHandlerContext context) {
        answer = null;
        while (answer == null && !behind.isEmpty()) {
            take(context, behind.remove());
        }
        if (isOurs()) {
            context.read();
        }
    }

    private boolean isOurs() {
        return !passing && elsewhere == 0;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        // a client that leaves while its answer is made is only noticed by reading
        if (isOurs() && behind.isEmpty()) {
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !informational && elsewhere > 0) {
            elsewhere--;
        }
        context.write(message, promise);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (answer != null) {
            answer.writable();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        head = null;
        if (answer != null) {
            answer.gone();
            answer = null;
        }
        behind.forEach(ReferenceCountUtil::release);
        behind.clear();
        context.fireChannelInactive();
    }
}
