package dev.drover.gateway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An nginx that passes everything on: with buffers on one port, as it comes on another. */
final class Nginx {

    private static final int TRIES = 100;

    private Nginx() {}

    static Launcher.Running start(Launcher launcher, Path program, Path folder, int upstream, int[] ports)
            throws IOException, InterruptedException {
        ports[0] = free();
        ports[1] = free();
        Path file = Files.writeString(folder.resolve("nginx.conf"), configuration(folder, upstream, ports));
        Launcher.Running running = launcher.start(0, List.of(program.toString(), "-p", folder.toString(), "-c",
                file.toString(), "-e", folder + "/error.log"));
        for (int i = 0; i < TRIES && running.process().isAlive(); i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), ports[1]).close();
                return running;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        running.close();
        throw new IOException("nginx does not start: " + Files.readString(folder.resolve("error.log")));
    }

    private static String configuration(Path folder, int upstream, int[] ports) {
        return """
                worker_processes 1;
                master_process off;
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log crit;
                worker_rlimit_nofile 20000;
                events { worker_connections 20000; }
                http {
                  access_log off;
                  keepalive_timeout 600s;
                  keepalive_requests 1000000000;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fast;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  upstream mock { server 127.0.0.1:%2$d; keepalive 6000; keepalive_requests 1000000000; }
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  server { listen 127.0.0.1:%3$d backlog=10000; location / { proxy_pass http://mock; } }
                  server { listen 127.0.0.1:%4$d backlog=10000; location / { proxy_buffering off; proxy_pass http://mock; } }
                }
                """
                .formatted(folder, upstream, ports[0], ports[1]);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
