package dev.drover.gateway.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TransferTest {

    @Test
    void rateAndRestCountFromWhereThisTransferBegan() {
        AtomicLong clock = new AtomicLong();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Transfer transfer = new Transfer("story.gguf", 10_000_000, clock::get,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        transfer.accept(4_000_000);
        clock.set(1_000_000_000);
        transfer.accept(6_000_000);
        clock.set(1_100_000_000);
        transfer.accept(6_100_000); // too soon to be shown
        clock.set(3_000_000_000L);
        transfer.accept(10_000_000);
        transfer.accept(10_000_000);
        assertThat(err.toString(StandardCharsets.UTF_8).split("\r")).containsExactly("", "story.gguf: 4.0 of 10.0 MB",
                "story.gguf: 6.0 of 10.0 MB, 2.0 MB/s, 2 s left    ",
                "story.gguf: 10.0 of 10.0 MB, 2.0 MB/s, done       \n");
    }
}
