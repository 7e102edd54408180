package dev.drover.gateway.bench;

import dev.drover.gateway.wire.Json;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;

/** A process of the harness: the mock upstream, or the generator, which takes a plan a line and tells a result a line. */
final class Worker {

    private Worker() {}

    /** Runs until its input ends; the first argument is {@code upstream} or {@code load}. */
    public static void main(String[] args) throws IOException, TimeoutException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = System.out;
        if (args[0].equals("upstream")) {
            try (MockUpstream upstream = new MockUpstream()) {
                out.println(upstream.port());
                out.flush();
                in.readLine();
            }
            return;
        }
        try (EventLoopGroup loop = Loops.one()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                LoadResult result = LoadRun.measure(Json.mapper().readValue(line, LoadPlan.class), loop);
                out.println(Json.mapper().writeValueAsString(result));
                out.flush();
            }
        }
    }
}
