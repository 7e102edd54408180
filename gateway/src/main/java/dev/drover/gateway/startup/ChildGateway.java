package dev.drover.gateway.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, started as this one was. */
final class ChildGateway implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Drover is ready at (\\S+) ");
    private static final String MAIN = "dev.drover.gateway.command.Drover";
    private static final int KIBIBYTES_A_MEBIBYTE = 1024;

    private final Process process;
    private final String url;
    private final double readyMillis;

    /**
     * Starts one and waits until it is ready.
     *
     * @param options of the Java virtual machine, besides this one's own
     * @param arguments of {@code serve}
     * @throws IOException when it ends before that
     */
    ChildGateway(List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .stream()
                .filter(option -> !option.startsWith("-XX:AOT"))
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "serve", "--port", "0",
                "--admin-port", "0"));
        command.addAll(arguments);
        long began = System.nanoTime();
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        url = url(out);
        readyMillis = (System.nanoTime() - began) / 1e6;
        Thread.ofVirtual().start(() -> out.lines().forEach(line -> {
            // read on, so that it never waits for a reader
        }));
    }

    private static String url(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return ready.group(1);
            }
        }
        throw new IOException("the gateway ended before it was ready");
    }

    /** Where it listens. */
    String url() {
        return url;
    }

    /** How long it took from the start of the process until it was ready. */
    double readyMillis() {
        return readyMillis;
    }

    /** Its resident memory in MiB; not a number where the system does not tell it as Linux does. */
    double residentMebibytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status)
                .stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBIBYTES_A_MEBIBYTE)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Stops it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException impatient) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
