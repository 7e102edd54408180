package dev.drover.gateway.provider.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Says, in a subscription's context, that a provider shall be asked from the event loop of the client's own connection: no
 * thread is changed between the one socket and the other.
 *
 * @param loop the event loop
 * @param channel the kind of channel that it serves, which can be made without arguments
 */
public record Direct(EventLoop loop, Class<? extends Channel> channel) {

    static @Nullable Direct in(ContextView context) {
        return context.getOrDefault(Direct.class, null);
    }
}
