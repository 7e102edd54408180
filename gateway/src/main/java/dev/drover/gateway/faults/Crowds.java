package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Many at once, one who does not read, and what each answer tells of itself. */
final class Crowds implements FaultGroup {

    private static final int MEMORY = 18;
    private static final int POOLS = 19;
    private static final int EXPLAINED = 22;
    private static final int MANY = 100;
    private static final int MOST_HELD = 60_000_000;

    @Override
    public List<FaultCase> cases() {
        AtomicInteger flooded = new AtomicInteger();
        return List.of(FaultCase.of("many slow streams at once all end well", POOLS, Route.FAULT, (call, wire) -> {
            wire.stream().events(Text.ROLE);
            for (int piece = 0; piece < 5; piece++) {
                wire.events(Text.chunk(piece + "")).pause(200);
            }
            wire.finished();
        }, stage -> {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, MANY)
                    .mapToObj(i -> stage.begin(stage.body(true, "")))
                    .toList();
            replies.forEach(reply -> Stage.says("01234", reply.join()));
        }), FaultCase.of("many who wait do not keep one who is quick waiting", POOLS, Route.FAULT, (call, wire) -> {
            if (call.stream()) {
                wire.stream().events(Text.ROLE).pause(1_500).events(Text.chunk("late")).finished();
            } else {
                wire.good(call);
            }
        }, stage -> {
            List<CompletableFuture<Reply>> waiting = IntStream.range(0, MANY)
                    .mapToObj(i -> stage.begin(stage.body(true, "")))
                    .toList();
            stage.call(MANY / 2);
            Stage.says("Good day", stage.ask(false));
            Stage.demand(waiting.stream().anyMatch(reply -> !reply.isDone()), "an answer before those who wait");
            waiting.forEach(reply -> Stage.says("late", reply.join()));
        }), FaultCase.of("a client that does not read holds the upstream back", MEMORY, Route.FAULT, (call, wire) -> {
            flooded.set(0);
            wire.begun();
            String frame = Text.chunk("x".repeat(20_000));
            while (true) {
                wire.events(frame);
                flooded.addAndGet(frame.length());
            }
        }, stage -> {
            try (Socket idle = stage.leave(true)) {
                stage.call(0);
                Thread.sleep(2_000);
                Stage.demand(idle.isConnected() && flooded.get() < MOST_HELD,
                        "less than " + MOST_HELD + " bytes under way, not " + flooded.get());
            }
        }), FaultCase.of("each answer names its decision", EXPLAINED, Route.FAULT, (call, wire) -> wire.good(call),
                stage -> {
                    for (boolean stream : new boolean[] {true, false}) {
                        Stage.demand(!stage.ask(stream).header("x-drover-decision").isEmpty(),
                                "the header x-drover-decision");
                    }
                }),
                FaultCase.of("a refusal names its decision too", EXPLAINED, Route.FAULT,
                        (call, wire) -> wire.json(400, Text.error("no such tool", "bad_tool")),
                        stage -> Stage.demand(!stage.ask(false).header("x-drover-decision").isEmpty(),
                                "the header x-drover-decision")));
    }
}
