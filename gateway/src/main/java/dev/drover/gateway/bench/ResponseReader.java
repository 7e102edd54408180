package dev.drover.gateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;

/**
 * Reads responses, one after the other, however their bytes are cut into pieces; counts the events of streams by their
 * empty lines. Used by one thread at a time.
 */
final class ResponseReader {

    private static final int LONGEST_HEAD = 16_384;

    private final StringBuilder head = new StringBuilder(256);
    private final ByteProcessor eventEnds = this::event;
    private State state = State.HEAD;
    private int left;
    private boolean lineIsEmpty;
    private int status;
    private int events;

    private enum State {
        HEAD, BODY, SIZE, CHUNK, CHUNK_END, TRAILER, BROKEN
    }

    /** The status of the latest response. */
    int status() {
        return status;
    }

    /** How many events came since this was asked last. */
    int events() {
        int seen = events;
        events = 0;
        return seen;
    }

    /**
     * Reads on, up to the end of a response.
     *
     * @return whether a response is complete now; there may be more to read
     * @throws IllegalArgumentException when it is no HTTP
     */
    boolean read(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case HEAD -> {
                    if (line(in) && endsHead()) {
                        return true;
                    }
                }
                case BODY -> {
                    if (skip(in)) {
                        return end();
                    }
                }
                case CHUNK -> {
                    if (skip(in)) {
                        state = State.CHUNK_END;
                    }
                }
                case CHUNK_END -> {
                    if (in.readByte() == '\n') {
                        state = State.SIZE;
                    }
                }
                case SIZE -> {
                    if (line(in)) {
                        left = Integer.parseInt(head.toString().strip(), 16);
                        head.setLength(0);
                        state = left == 0 ? State.TRAILER : State.CHUNK;
                    }
                }
                case TRAILER -> {
                    if (line(in) && head.toString().isBlank()) {
                        return end();
                    }
                }
                case BROKEN -> throw new IllegalArgumentException("no HTTP (expected: a response)");
            }
        }
        return false;
    }

    /** Takes bytes up to the end of a line; of a head up to its last one. */
    private boolean line(ByteBuf in) {
        int end = in.bytesBefore((byte) '\n');
        int bytes = end < 0 ? in.readableBytes() : end + 1;
        head.append(in.readCharSequence(bytes, StandardCharsets.US_ASCII));
        if (head.length() > LONGEST_HEAD) {
            state = State.BROKEN;
        }
        return end >= 0;
    }

    private boolean endsHead() {
        if (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
            return false;
        }
        String text = head.toString();
        head.setLength(0);
        status = Integer.parseInt(text.substring(9, 12));
        lineIsEmpty = false;
        String length = HttpHeads.header(text, "\r\ncontent-length:");
        if (length != null) {
            left = Integer.parseInt(length);
            state = State.BODY;
            return left == 0 && end();
        }
        state = State.SIZE;
        return false;
    }

    private boolean skip(ByteBuf in) {
        int some = Math.min(left, in.readableBytes());
        in.forEachByte(in.readerIndex(), some, eventEnds);
        in.skipBytes(some);
        left -= some;
        return left == 0;
    }

    private boolean event(byte letter) {
        if (letter == '\n') {
            events += lineIsEmpty ? 1 : 0;
            lineIsEmpty = !lineIsEmpty;
        } else {
            lineIsEmpty = false;
        }
        return true;
    }

    private boolean end() {
        head.setLength(0);
        state = State.HEAD;
        return true;
    }
}
