package dev.drover.gateway.faults;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request that reached the upstream. */
public final class Call {

    private final int number;
    private final Map<String, String> headers;
    private final String body;
    private final CountDownLatch gone = new CountDownLatch(1);

    Call(int number, Map<String, String> headers, String body) {
        this.number = number;
        this.headers = headers;
        this.body = body;
    }

    /** How many came before it for the same run of the same case. */
    public int number() {
        return number;
    }

    /** A header, by its name in lower case; empty when it did not come. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The body as it came. */
    public String body() {
        return body;
    }

    /** Whether a stream was asked for. */
    public boolean stream() {
        return Text.json(body).path("stream").asBoolean(false);
    }

    /** The gateway has given it up. */
    void isGone() {
        gone.countDown();
    }

    /** Whether the gateway gave it up within a time. */
    boolean goneWithin(long millis) throws InterruptedException {
        return gone.await(millis, TimeUnit.MILLISECONDS);
    }
}
