package dev.drover.gateway.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server behind the gateway under test. What it does follows from the last message of a request, {@code case:NAME#RUN};
 * below {@code /healthy} it answers everything well with the word {@code rescued}. A second port takes connections and
 * never reads. Each request has a virtual thread. Safe for use by many threads.
 */
public final class FaultUpstream implements AutoCloseable {

    private static final Pattern CASE = Pattern.compile("case:([a-z0-9-]+)#([a-z0-9]+)");
    private static final int MOST_BYTES = 64 << 20;
    private static final int WAITING = 2_000;

    private final Function<String, @Nullable Script> scripts;
    private final ServerSocket server;
    private final ServerSocket silent;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Map<String, List<Call>> calls = new ConcurrentHashMap<>();

    /**
     * Begins to serve on loopback.
     *
     * @param port where; 0 for any free one. The port above it is the one that never reads
     * @param scripts what to do, by the case's name; null for cases it does not know
     * @throws IOException when a port is taken
     */
    public FaultUpstream(int port, Function<String, @Nullable Script> scripts) throws IOException {
        this.scripts = scripts;
        this.server = new ServerSocket(port, WAITING, InetAddress.getLoopbackAddress());
        this.silent = new ServerSocket(port == 0 ? 0 : port + 1, 1, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Where its interface starts. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** Where everything is well. */
    public String healthyUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/healthy/v1";
    }

    /** Where TLS would be spoken, if it were. */
    String untrustedUrl() {
        return "https://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** Where connections are taken and nothing is read. */
    String silentUrl() {
        return "http://127.0.0.1:" + silent.getLocalPort() + "/v1";
    }

    /** The requests of one run of a case, in the order they came. */
    List<Call> calls(String run) {
        return calls.computeIfAbsent(run, absent -> new CopyOnWriteArrayList<>());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String request = line(in);
            Map<String, String> headers = headers(in);
            String body = new String(body(in, headers), StandardCharsets.UTF_8);
            boolean healthy = request.contains(" /healthy/");
            Matcher marked = CASE.matcher(body);
            if (!marked.find()) {
                new Wire(socket).json(404, Text.error("no case in the last message", "no_case"));
                return;
            }
            Script script = healthy ? FaultUpstream::rescue : scripts.apply(marked.group(1));
            List<Call> before = calls(marked.group(2) + (healthy ? " healthy" : ""));
            Call call;
            synchronized (before) {
                call = new Call(before.size(), headers, body);
                before.add(call);
            }
            threads.execute(() -> watch(in, call));
            if (script == null) {
                new Wire(socket).json(404, Text.error("case: " + marked.group(1), "unknown_case"));
            } else {
                script.play(call, new Wire(socket));
            }
        } catch (IOException gone) {
            // the script's other side has left, which the case sees by its call
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static void rescue(Call call, Wire wire) throws IOException {
        if (call.stream()) {
            wire.stream().events(Text.ROLE, Text.chunk("rescued")).finished();
        } else {
            wire.json(200, Text.whole("rescued"));
        }
    }

    /** Nothing more comes from the gateway but its end. */
    private static void watch(InputStream in, Call call) {
        try {
            while (in.read() >= 0) {
                // bytes beyond the request do not matter
            }
        } catch (IOException broken) {
            // gone as well
        }
        call.isGone();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!headers.getOrDefault("transfer-encoding", "").contains("chunked")) {
            return in.readNBytes(Math.min(MOST_BYTES, Integer.parseInt(headers.getOrDefault("content-length", "0"))));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            all.writeBytes(in.readNBytes(size));
            line(in);
        }
        line(in);
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
        silent.close();
        for (Closeable each : open) {
            each.close();
        }
        threads.shutdownNow();
    }
}
