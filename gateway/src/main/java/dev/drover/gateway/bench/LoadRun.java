package dev.drover.gateway.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One measurement: keeps connections open, sends requests, times answers. All on one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class LoadRun {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int STALL = 10;
    private static final long PATIENCE_SECONDS = 60;

    private final LoadPlan plan;
    private final EventLoopGroup loop;
    private final ByteBuf request;
    private final Bootstrap connecting;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Long> due = new ArrayDeque<>();
    private final Histogram times = new Histogram(LONGEST_NANOS, 3);
    private final Histogram gaps = new Histogram(LONGEST_NANOS, 3);
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private boolean measuring;
    private boolean over;
    private long requests;
    private long failures;
    private long frames;
    private long stalls;
    private long scheduled;

    private LoadRun(LoadPlan plan, EventLoopGroup loop) {
        this.plan = plan;
        this.loop = loop;
        this.request = Messages.request("127.0.0.1:" + plan.port(), plan.model(), plan.frames(), plan.millis());
        this.connecting = Loops.client(loop).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Connection());
            }
        });
    }

    /**
     * Measures.
     *
     * @throws TimeoutException when the one under load says nothing for a minute longer than planned
     * @throws InterruptedException when the measurement is given up
     */
    static LoadResult measure(LoadPlan plan, EventLoopGroup loop) throws TimeoutException, InterruptedException {
        LoadRun run = new LoadRun(plan, loop);
        loop.execute(run::connect);
        try {
            return run.result.get((long) (plan.warmUpSeconds() + plan.seconds()) + PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            loop.submit(run::close).syncUninterruptibly();
        }
    }

    /** Opens connections, a hundred at a time. */
    private void connect() {
        int batch = Math.min(100, plan.connections() - connections.size());
        int[] left = {batch};
        for (int i = 0; i < batch; i++) {
            connecting.connect("127.0.0.1", plan.port()).addListener((ChannelFutureListener) opened -> {
                if (opened.isSuccess()) {
                    connections.add(opened.channel().pipeline().get(Connection.class));
                } else {
                    result.completeExceptionally(opened.cause());
                }
                if (--left[0] == 0 && !result.isDone()) {
                    if (connections.size() < plan.connections()) {
                        connect();
                    } else {
                        begin();
                    }
                }
            });
        }
    }

    private void begin() {
        loop.next().schedule(() -> {
            measuring = true;
        }, nanos(plan.warmUpSeconds()), TimeUnit.NANOSECONDS);
        loop.next().schedule(this::end, nanos(plan.warmUpSeconds() + plan.seconds()), TimeUnit.NANOSECONDS);
        if (plan.rate() > 0) {
            idle.addAll(connections);
            long began = System.nanoTime();
            ScheduledFuture<?> ticks = loop.next()
                    .scheduleAtFixedRate(() -> tick(began), 0, 500, TimeUnit.MICROSECONDS);
            result.whenComplete((done, failed) -> ticks.cancel(false));
        } else {
            // streams begin spread over their pace, so that not all frames come at once
            long apart = plan.frames() == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(Math.max(1_000, plan.millis()));
            for (int i = 0; i < connections.size(); i++) {
                Connection one = connections.get(i);
                loop.next()
                        .schedule(() -> one.send(System.nanoTime()), apart * i / connections.size(),
                                TimeUnit.NANOSECONDS);
            }
        }
    }

    private void tick(long began) {
        long now = System.nanoTime();
        double every = 1e9 / plan.rate();
        while (!over && began + (long) (scheduled * every) <= now) {
            due.add(began + (long) (scheduled++ * every));
        }
        while (!due.isEmpty() && !idle.isEmpty()) {
            idle.remove().send(due.remove());
        }
    }

    private void end() {
        over = true;
        failures += plan.rate() > 0 ? due.size() : 0;
        result.complete(
                new LoadResult(requests, failures, requests / plan.seconds(), times.getValueAtPercentile(50) / 1e3,
                        times.getValueAtPercentile(99) / 1e3, frames, stalls, gaps.getValueAtPercentile(99) / 1e3));
    }

    private void close() {
        over = true;
        connections.forEach(Connection::close);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {

        private final ResponseReader reader = new ResponseReader();
        private @Nullable ChannelHandlerContext context;
        private long began;
        private long latestFrame;

        @Override
        public void channelActive(ChannelHandlerContext opened) {
            context = opened;
        }

        void send(long dueAt) {
            if (context != null && !over) {
                began = dueAt;
                latestFrame = 0;
                context.writeAndFlush(request.duplicate(), context.voidPromise());
            }
        }

        void close() {
            if (context != null) {
                context.close();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext reading, ByteBuf in) {
            boolean ended = reader.read(in);
            long now = System.nanoTime();
            if (plan.frames() > 0) {
                frames(reader.events(), now);
            }
            if (ended) {
                answered(now);
            }
        }

        private void frames(int events, long now) {
            if (events == 0 || !measuring || over) {
                latestFrame = events == 0 ? latestFrame : now;
                return;
            }
            frames += events;
            if (latestFrame == 0) {
                times.recordValue(Math.min(LONGEST_NANOS, now - began));
            } else {
                long gap = now - latestFrame;
                gaps.recordValue(Math.min(LONGEST_NANOS, gap));
                stalls += gap > STALL * TimeUnit.MILLISECONDS.toNanos(plan.millis()) ? 1 : 0;
            }
            latestFrame = now;
        }

        private void answered(long now) {
            boolean well = reader.status() == 200;
            if (measuring && !over) {
                requests += well ? 1 : 0;
                failures += well ? 0 : 1;
                if (well && plan.frames() == 0) {
                    times.recordValue(Math.min(LONGEST_NANOS, now - began));
                }
            }
            if (plan.rate() == 0) {
                send(now);
            } else if (due.isEmpty()) {
                idle.push(this);
            } else {
                send(due.remove());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext closed) {
            if (!over) {
                failures++;
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
            broken.close();
        }
    }
}
