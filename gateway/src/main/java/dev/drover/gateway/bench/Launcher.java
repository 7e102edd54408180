package dev.drover.gateway.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the processes of the harness, each on its core where {@code taskset} is installed. */
final class Launcher {

    private static final long PATIENCE_SECONDS = 30;

    private final boolean pins = Runtime.getRuntime().availableProcessors() > 1 && installed("taskset").isPresent();

    /** A process that runs, and what it prints. */
    record Running(Process process, BufferedReader out) implements AutoCloseable {

        /** The first line that begins with a text, without it. */
        String await(String beginning) throws IOException {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
            throw new IOException("a process of the harness ended before it was ready: "
                    + process.info().commandLine().orElse("unknown"));
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stopped) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where a program is installed, if it is. */
    static Optional<Path> installed(String program) {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts a program on a core, 0 or 1. */
    Running start(int core, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(pins ? List.of("taskset", "-c", Integer.toString(core)) : List.of());
        all.addAll(command);
        Process process = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new Running(process,
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Starts a class of this program, with the same settings of the virtual machine and more. */
    Running java(int core, List<String> more, String main, String... args) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(more);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(args));
        return start(core, command);
    }
}
