package dev.drover.gateway.provider.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import org.jspecify.annotations.Nullable;

/** A connection to a provider, which serves one call at a time. Used by its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class DirectChannel extends SimpleChannelInboundHandler<HttpObject> {

    private @Nullable DirectCall call;

    /** Serves a call from now on; null for none. */
    void serve(@Nullable DirectCall next) {
        call = next;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        DirectCall served = call;
        if (served != null) {
            served.message(message);
        } else {
            // nobody asked
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        DirectCall served = call;
        call = null;
        if (served != null) {
            served.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        DirectCall served = call;
        if (served != null) {
            served.broken(cause);
        }
        context.close();
    }
}
