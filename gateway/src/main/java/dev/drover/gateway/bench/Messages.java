package dev.drover.gateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** What travels: requests of about 1 KB, answers of 600 bytes, frames of a stream. */
final class Messages {

    /** Stands in a request that wants a stream: how many frames, and how many milliseconds apart. */
    static final String PACE = "frames=";

    private static final int REQUEST_BYTES = 1_024;
    private static final int ANSWER_BYTES = 600;

    private Messages() {}

    /** A request that a connection can send again and again. */
    static ByteBuf request(String authority, String model, int frames, int millis) {
        String pace = frames > 0 ? PACE + frames + "/" + millis + " " : "";
        String begin = "{\"model\":\"" + model + "\"" + (frames > 0 ? ",\"stream\":true" : "")
                + ",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"" + pace;
        String body = begin + "a word ".repeat((REQUEST_BYTES - begin.length()) / 7) + "\"}]}";
        return text("POST /v1/chat/completions HTTP/1.1\r\nHost: " + authority
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** A whole answer with its head. */
    static ByteBuf answer() {
        String begin = "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"up\",\"choices\":"
                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        String end = "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":60,"
                + "\"total_tokens\":310}}";
        String body = begin + "w".repeat(ANSWER_BYTES - begin.length() - end.length()) + end;
        return text("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    /** What a stream begins with. */
    static ByteBuf head() {
        return text("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    /** One frame of a stream. */
    static ByteBuf frame() {
        return chunk(choice("{\"content\":\" word\"}", "null"));
    }

    /** What a stream ends with: the choice's end, the usage and the word that it is done. */
    static ByteBuf end() {
        String usage = "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\","
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":64,\"total_tokens\":314}}";
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(chunk(choice("{}", "\"stop\"")), chunk(usage),
                chunk("[DONE]"), text("0\r\n\r\n")));
    }

    private static String choice(String delta, String reason) {
        return "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason + "}]}";
    }

    private static ByteBuf chunk(String data) {
        String event = "data: " + data + "\n\n";
        return text(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
    }

    /** A text that is sent many times; write duplicates of it. */
    static ByteBuf text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes)).asReadOnly();
    }
}
