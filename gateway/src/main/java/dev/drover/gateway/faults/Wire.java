package dev.drover.gateway.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The way back to the gateway: HTTP/1.1, byte for byte as a script wants it. Used by one thread. */
public final class Wire {

    private final Socket socket;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Sends a text as it is. */
    public Wire raw(String text) throws IOException {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes as they are. */
    public Wire raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** A response with a body, and the connection's end. */
    public void response(int status, String type, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = head(status, type).append("Content-Length: ").append(bytes.length).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        raw(head.append("\r\n").toString()).raw(bytes);
    }

    /** A response in JSON. */
    public void json(int status, String body, String... headers) throws IOException {
        response(status, "application/json", body, headers);
    }

    /** Begins a stream of events. */
    public Wire stream() throws IOException {
        return stream("text/event-stream");
    }

    /** Begins a stream of a type. */
    public Wire stream(String type) throws IOException {
        return raw(head(200, type).append("Transfer-Encoding: chunked\r\n\r\n").toString());
    }

    private static StringBuilder head(int status, String type) {
        return new StringBuilder("HTTP/1.1 ").append(status)
                .append(" Scripted\r\nConnection: close\r\nContent-Type: ")
                .append(type)
                .append("\r\n");
    }

    /** Sends a piece of a stream. */
    public Wire piece(byte[] bytes) throws IOException {
        return raw(Integer.toHexString(bytes.length) + "\r\n").raw(bytes).raw("\r\n");
    }

    /** Sends a piece of a stream. */
    public Wire piece(String text) throws IOException {
        return piece(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends events. */
    public Wire events(String... data) throws IOException {
        for (String each : data) {
            piece("data: " + each + "\n\n");
        }
        return this;
    }

    /** Ends a stream in order. */
    public void end() throws IOException {
        raw("0\r\n\r\n");
    }

    /** Begins a stream and says something visible in two chunks. */
    public Wire begun() throws IOException {
        return stream().events(Text.ROLE, Text.chunk("Good "), Text.chunk("day"));
    }

    /** Ends an answer well, with its usage. */
    public void finished() throws IOException {
        events(Text.FINISH, Text.USAGE, Text.DONE).end();
    }

    /** Answers well, in the form that was asked for. */
    public void good(Call call) throws IOException {
        if (call.stream()) {
            begun().finished();
        } else {
            json(200, Text.whole("Good day"));
        }
    }

    /** Breaks the connection off, so that the other side sees it reset. */
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Waits. */
    public Wire pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return this;
    }

    /** Says nothing more until the upstream closes. */
    public void hang() throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
    }
}
