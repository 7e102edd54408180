package dev.drover.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its children take, as Linux tells it in {@code /proc}. */
final class ProcessMeter {

    private static final double TICKS_A_SECOND = 100;
    private static final int USER_TIME = 11;

    private ProcessMeter() {}

    /** The processor time so far, in seconds, to a hundredth. */
    static double cpuSeconds(ProcessHandle process) {
        return with(process).mapToDouble(each -> {
            String stat = read(each, "stat");
            String[] fields = stat.substring(Math.max(0, stat.lastIndexOf(')') + 1)).strip().split(" ", -1);
            return fields.length <= USER_TIME + 1 ? 0
                    : (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS_A_SECOND;
        }).sum();
    }

    /** The memory in use, in MiB. */
    static double residentMiB(ProcessHandle process) {
        return with(process).mapToDouble(each -> read(each, "status").lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0)
                .sum()).sum();
    }

    private static Stream<ProcessHandle> with(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException ended) {
            return "";
        }
    }
}
