package dev.drover.gateway.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings one file's content, going on where the last attempt ended. */
final class Download implements Patience.Attempt<Boolean> {

    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final HubClient client;
    private final HubModel model;
    private final String commit;
    private final HubFile file;
    private final Part part;
    private final Stall stall;
    private final LongConsumer progress;

    /** Ends connections through which nothing comes for a time. */
    record Stall(ScheduledExecutorService clock, Duration limit) {

        private ScheduledFuture<?> watch(InputStream body) {
            return clock.schedule(() -> {
                try {
                    body.close();
                } catch (IOException closed) {
                    // its reader is told
                }
            }, limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Made for one file; progress is told how much has come of it. */
    Download(HubClient client, HubModel model, String commit, HubFile file, Part part, Stall stall,
            LongConsumer progress) {
        this.client = client;
        this.model = model;
        this.commit = commit;
        this.file = file;
        this.part = part;
        this.stall = stall;
        this.progress = progress;
    }

    @Override
    public long progress() {
        return part.length();
    }

    /** True when all has come; null when some more has. */
    @Override
    public @Nullable Boolean once() throws IOException {
        if (part.length() < file.size()) {
            HttpResponse<InputStream> response = client.content(model, commit, file.path(), part.length());
            try (InputStream body = response.body()) {
                if (response.statusCode() == 416) {
                    part.clear();
                    throw new IOException("the server does not go on where the last connection ended");
                }
                begin(response);
                take(body);
            }
        }
        return part.length() == file.size() ? true : null;
    }

    private void begin(HttpResponse<InputStream> response) throws IOException {
        if (response.statusCode() == 200) {
            part.clear();
        } else {
            Matcher range = RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
            if (!range.matches() || Long.parseLong(range.group(1)) != part.length()) {
                part.clear();
                throw new IOException("the server sends another range than it was asked for");
            }
        }
        long announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long missing = file.size() - part.length();
        boolean whole = response.statusCode() == 200;
        if (announced > missing || (whole && announced >= 0 && announced < missing)) {
            throw new HubFailure(file.path() + ": " + announced + " bytes are offered where " + missing
                    + " are missing (expected: the hub's " + file.size()
                    + " in all); what lies between you and the hub " + "may change files");
        }
    }

    private void take(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (true) {
            ScheduledFuture<?> watch = stall.watch(body);
            int count = body.read(buffer);
            watch.cancel(false);
            if (count < 0) {
                return;
            }
            if (count > file.size() - part.length()) {
                part.clear();
                throw new HubFailure(file.path() + ": more comes than the hub's " + file.size()
                        + " bytes (expected: no more); it was thrown away");
            }
            part.add(buffer, count);
            progress.accept(part.length());
        }
    }
}
