package dev.drover.gateway.faults;

import java.io.IOException;

/** What the upstream does with a request. */
@FunctionalInterface
public interface Script {

    /**
     * Answers, or fails to.
     *
     * @param call the request, and whether others came for the same case before
     * @param wire where the answer goes
     * @throws IOException when the other side has gone
     * @throws InterruptedException when the upstream closes
     */
    void play(Call call, Wire wire) throws IOException, InterruptedException;
}
