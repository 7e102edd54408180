package dev.drover.gateway.provider.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The idle connections and the running calls of one event loop. A connection that was idle for twenty seconds is closed.
 * The clocks of calls are looked at every ten milliseconds, for a timer a call would cost more than the call.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class DirectPool {

    private static final FastThreadLocal<DirectPool> CURRENT = new FastThreadLocal<>() {
        @Override
        protected DirectPool initialValue() {
            return new DirectPool();
        }
    };
    private static final long LONGEST_IDLE = Duration.ofSeconds(20).toNanos();
    private static final long TICK_MILLIS = 10;
    private static final long SWEEP_TICKS = 500;

    private final Map<DirectAddress, ArrayDeque<Idle>> idle = new HashMap<>();
    private final List<DirectCall> calls = new ArrayList<>();
    private boolean ticking;
    private long ticks;

    private record Idle(Channel channel, long since) {}

    /** That of the event loop whose thread this is. */
    static DirectPool current() {
        return CURRENT.get();
    }

    /** Has a call served by an idle connection, or by a new one. */
    void connection(DirectAddress address, Direct direct, DirectCall call) {
        ArrayDeque<Idle> free = idle.get(address.server());
        while (free != null && !free.isEmpty()) {
            Idle latest = free.removeLast();
            if (latest.channel().isActive() && System.nanoTime() - latest.since() < LONGEST_IDLE) {
                call.connected(latest.channel(), true);
                return;
            }
            latest.channel().close();
        }
        fresh(address, direct, call);
    }

    /** Has a call served by a new connection. */
    void fresh(DirectAddress address, Direct direct, DirectCall call) {
        new Bootstrap().group(direct.loop())
                .channelFactory(new ReflectiveChannelFactory<>(direct.channel()))
                .resolver(SafeResolver.DIRECT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, address.connectMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new DirectChannel());
                    }
                })
                .connect(address.host(), address.port())
                .addListener((ChannelFutureListener) opened -> {
                    if (opened.isSuccess()) {
                        call.connected(opened.channel(), false);
                    } else {
                        call.failed(opened.cause());
                    }
                });
    }

    /** A connection can serve another call. */
    void idle(DirectAddress address, Channel channel) {
        idle.computeIfAbsent(address.server(), absent -> new ArrayDeque<>())
                .addLast(new Idle(channel, System.nanoTime()));
        tick(channel.eventLoop());
    }

    /** Keeps the clocks of a call. */
    void clock(DirectCall call) {
        calls.add(call);
        tick(call.loop());
    }

    private void tick(EventLoop loop) {
        if (!ticking) {
            ticking = true;
            loop.schedule(() -> look(loop), TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look(EventLoop loop) {
        ticking = false;
        long now = System.nanoTime();
        for (int i = calls.size() - 1; i >= 0; i--) {
            // one that fails may begin another
            if (!calls.get(i).tick(now)) {
                DirectCall last = calls.removeLast();
                if (i < calls.size()) {
                    calls.set(i, last);
                }
            }
        }
        if (++ticks % SWEEP_TICKS == 0) {
            sweep(now);
        }
        if (!calls.isEmpty() || !idle.isEmpty()) {
            tick(loop);
        }
    }

    private void sweep(long now) {
        for (Iterator<ArrayDeque<Idle>> all = idle.values().iterator(); all.hasNext();) {
            ArrayDeque<Idle> each = all.next();
            each.removeIf(one -> {
                boolean old = now - one.since() > LONGEST_IDLE || !one.channel().isActive();
                if (old) {
                    one.channel().close();
                }
                return old;
            });
            if (each.isEmpty()) {
                all.remove();
            }
        }
    }
}
