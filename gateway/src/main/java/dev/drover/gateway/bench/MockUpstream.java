package dev.drover.gateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that answers every request at once with 600 bytes, or with frames at the pace that the request names. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection, which is told
final class MockUpstream implements AutoCloseable {

    private static final Pattern PACE = Pattern.compile(Messages.PACE + "(\\d{1,6})/(\\d{1,6})");
    private static final int LOOKED_THROUGH = 256;

    private final EventLoopGroup loop = Loops.one();
    private final Channel channel;

    /** Begins to serve on loopback, on any free port. */
    MockUpstream() {
        channel = Loops.server(loop).childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel child) {
                child.pipeline().addLast(new Connection());
            }
        }).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly().channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Connection extends ByteToMessageDecoder {

        private static final ByteBuf ANSWER = Messages.answer();
        private static final ByteBuf HEAD = Messages.head();
        private static final ByteBuf FRAME = Messages.frame();
        private static final ByteBuf END = Messages.end();
        private static final ByteBuf HEAD_END = Messages.text("\r\n\r\n");
        private static final ByteBuf STREAM = Messages.text("\"stream\":true");

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            int head = ByteBufUtil.indexOf(HEAD_END, in);
            if (head < 0) {
                return;
            }
            int begin = in.readerIndex();
            int headBytes = head - begin + HEAD_END.readableBytes();
            int length = HttpHeads.length(in, begin, headBytes);
            if (length < 0) {
                context.close();
            } else if (in.readableBytes() >= headBytes + length) {
                answer(context, in.slice(begin + headBytes, length));
                in.skipBytes(headBytes + length);
            }
        }

        private static void answer(ChannelHandlerContext context, ByteBuf body) {
            ByteBuf begin = body.slice(0, Math.min(LOOKED_THROUGH, body.readableBytes()));
            if (ByteBufUtil.indexOf(STREAM, begin) < 0) {
                context.writeAndFlush(ANSWER.duplicate(), context.voidPromise());
                return;
            }
            Matcher pace = PACE.matcher(begin.toString(StandardCharsets.US_ASCII));
            int frames = pace.find() ? Integer.parseInt(pace.group(1)) : 1;
            context.write(HEAD.duplicate(), context.voidPromise());
            frame(context, frames, frames > 1 ? Integer.parseInt(pace.group(2)) : 0);
        }

        private static void frame(ChannelHandlerContext context, int left, int millis) {
            if (!context.channel().isActive()) {
                return;
            }
            if (left == 0) {
                context.writeAndFlush(END.duplicate(), context.voidPromise());
                return;
            }
            context.writeAndFlush(FRAME.duplicate(), context.voidPromise());
            context.executor().schedule(() -> frame(context, left - 1, millis), millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable gone) {
            context.close();
        }
    }
}
