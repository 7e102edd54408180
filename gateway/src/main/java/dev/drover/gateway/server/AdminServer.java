package dev.drover.gateway.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The server for operators, on a port of its own, so that it can be closed to everybody else. */
final class AdminServer implements SmartLifecycle {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String host;
    private final int port;
    private final HttpHandler handler;
    private @Nullable DisposableServer server;

    AdminServer(String host, int port, HttpHandler handler) {
        this.host = host;
        this.port = port;
        this.handler = handler;
    }

    /** The port it listens on; 0 while it does not. */
    synchronized int port() {
        return server == null ? 0 : server.port();
    }

    @Override
    public synchronized void start() {
        server = HttpServer.create().host(host).port(port).handle(new ReactorHttpHandlerAdapter(handler)).bindNow();
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.disposeNow(PATIENCE);
            server = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Before the main server starts, and stopped after it, so that draining can be watched. */
    @Override
    public int getPhase() {
        return 0;
    }
}
