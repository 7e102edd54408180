package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.net.Socket;
import java.util.List;

/** A client that goes away ends the upstream's work. */
final class Cancelling implements FaultGroup {

    private static final int ITEM = 2;
    private static final long SOON_MILLIS = 1_000;

    @Override
    public List<FaultCase> cases() {
        return List.of(leaves("a client leaves in the midst of a stream", true, 300, (call, wire) -> {
            wire.begun();
            while (true) {
                wire.events(Text.chunk("more ")).pause(20);
            }
        }), leaves("a client leaves before a stream begins", true, 0, (call, wire) -> wire.hang()),
                leaves("a client leaves before a whole answer comes", false, 0, (call, wire) -> wire.hang()),
                FaultCase.of("a client leaves while a retry waits", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(429, Text.ERROR, "Retry-After: 2"), stage -> {
                            Socket client = stage.leave(false);
                            stage.call(0);
                            client.close();
                            Thread.sleep(2_500);
                            Stage.demand(stage.calls().size() == 1,
                                    "no further call for a client who left, not " + stage.calls().size());
                        }),
                FaultCase.of("another stream goes on when one is left", ITEM, Route.FAULT, (call, wire) -> {
                    wire.begun().pause(600).finished();
                }, stage -> {
                    Socket client = stage.leave(true);
                    var other = stage.begin(stage.body(true, ""));
                    stage.call(1);
                    client.close();
                    Stage.says("Good day", other.join());
                }));
    }

    private static FaultCase leaves(String name, boolean stream, int read, Script script) {
        return FaultCase.of(name, ITEM, Route.FAULT, script, stage -> {
            Socket client = stage.leave(stream);
            Call call = stage.call(0);
            client.getInputStream().readNBytes(read);
            client.close();
            Stage.demand(call.goneWithin(SOON_MILLIS), "the upstream is left within " + SOON_MILLIS + " ms");
        });
    }
}
