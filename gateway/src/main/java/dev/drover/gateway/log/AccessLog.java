package dev.drover.gateway.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.drover.gateway.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each request that has ended. Up to 8,192 wait to be written; more are dropped and counted. A file is
 * put aside each day and at 100 MiB, compressed; seven days and 1 GiB of those are kept. Safe for use by many threads.
 */
public final class AccessLog implements AutoCloseable {

    private static final int MOST_WAITING = 8_192;
    private static final String LARGEST = "100MB";
    private static final String LARGEST_SUM = "1GB";
    private static final int DAYS = 7;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final Pattern BARE = Pattern.compile("[^\\s\"=]+");

    private final AccessSettings settings;
    private final BlockingQueue<AccessEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder dropped = new LongAdder();
    private final @Nullable Thread writer;
    private final @Nullable OutputStreamAppender<AccessEntry> appender;
    private volatile boolean open = true;

    /**
     * Opens a log.
     *
     * @throws IllegalArgumentException when its file cannot be written
     */
    public AccessLog(AccessSettings settings) {
        this.settings = settings;
        if (settings.on()) {
            this.appender = appender(settings);
            this.writer = Thread.ofPlatform().daemon().name("drover-access-log").start(this::write);
        } else {
            this.appender = null;
            this.writer = null;
        }
    }

    private OutputStreamAppender<AccessEntry> appender(AccessSettings wanted) {
        LoggerContext context = new LoggerContext();
        Path file = wanted.file();
        OutputStreamAppender<AccessEntry> made = file == null ? new ConsoleAppender<>() : rolling(file, context);
        made.setContext(context);
        made.setEncoder(new Lines());
        made.start();
        return made;
    }

    private static RollingFileAppender<AccessEntry> rolling(Path file, LoggerContext context) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new IllegalArgumentException("access-log: " + file
                    + " (expected: off, stdout, or a file in a folder that is there and can be written to)");
        }
        RollingFileAppender<AccessEntry> rolling = new RollingFileAppender<>();
        rolling.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<AccessEntry> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(rolling);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(FileSize.valueOf(LARGEST));
        policy.setTotalSizeCap(FileSize.valueOf(LARGEST_SUM));
        policy.setMaxHistory(DAYS);
        rolling.setContext(context);
        policy.start();
        rolling.setRollingPolicy(policy);
        rolling.setTriggeringPolicy(policy);
        return rolling;
    }

    /** Whether anything is logged. */
    public boolean on() {
        return settings.on();
    }

    /** How many lines were lost because too many waited. */
    public long dropped() {
        return dropped.sum();
    }

    /** Has a line written some time soon; never waits. */
    public void add(AccessEntry entry) {
        if (settings.on() && !waiting.offer(entry)) {
            dropped.increment();
        }
    }

    private void write() {
        try {
            while (open || !waiting.isEmpty()) {
                AccessEntry entry = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (entry != null && appender != null) {
                    appender.doAppend(entry);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits, for which it takes some seconds at most. */
    @Override
    public void close() {
        open = false;
        try {
            if (writer != null) {
                writer.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        if (appender != null) {
            appender.stop();
        }
        dropped.add(waiting.size());
    }

    /** An entry as a line. */
    static String line(AccessEntry entry, AccessSettings.Form form) {
        Map<String, Object> fields = entry.fields();
        return switch (form) {
            case JSON -> Json.mapper().writeValueAsString(fields);
            case LOGFMT -> fields.entrySet()
                    .stream()
                    .map(field -> field.getKey() + "=" + value(field.getValue().toString()))
                    .collect(Collectors.joining(" "));
        };
    }

    private static String value(String text) {
        return BARE.matcher(text).matches() ? text : Json.quote(text);
    }

    private final class Lines extends EncoderBase<AccessEntry> {

        private static final byte[] NOTHING = {};

        @Override
        public byte[] headerBytes() {
            return NOTHING;
        }

        @Override
        public byte[] encode(AccessEntry entry) {
            return (line(entry, settings.form()) + "\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return NOTHING;
        }
    }
}
