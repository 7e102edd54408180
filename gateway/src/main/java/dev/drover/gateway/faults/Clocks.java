package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.time.Duration;
import java.util.List;

/** Four clocks, each its own; and comments while a client waits. */
final class Clocks implements FaultGroup {

    private static final int ITEM = 3;
    private static final int KEEP_ALIVE = 4;

    @Override
    public List<FaultCase> cases() {
        return List.of(FaultCase.of("a slow but living stream is not cut", ITEM, Route.FAULT, (call, wire) -> {
            wire.stream().events(Text.ROLE);
            for (int piece = 0; piece < 8; piece++) {
                wire.events(Text.chunk(piece + "")).pause(400);
            }
            wire.finished();
        }, stage -> Stage.says("01234567", stage.ask(true))),
                FaultCase.of("an answer that takes a while to begin is waited for", ITEM, Route.FAULT,
                        (call, wire) -> wire.pause(1_200).good(call), stage -> {
                            Stage.says("Good day", stage.ask(true));
                            Stage.says("Good day", stage.ask(false));
                        }),
                FaultCase.of("who never begins is not waited for without end", ITEM, Route.FAULT,
                        (call, wire) -> wire.hang(), stage -> {
                            Reply reply = stage.ask(true);
                            Stage.broken(reply);
                            Stage.demand(reply.took().compareTo(Duration.ofSeconds(6)) < 0,
                                    "an end before the total of 10 s, not after " + reply.took());
                            Stage.demand(stage.call(0).goneWithin(1_000), "the upstream is left");
                        }),
                FaultCase.of("who stalls is not waited for as long as the whole may take", ITEM, Route.FAULT,
                        (call, wire) -> wire.begun().hang(), stage -> {
                            Reply reply = stage.ask(true);
                            Stage.broken(reply);
                            Stage.demand(reply.took().compareTo(Duration.ofSeconds(6)) < 0,
                                    "an end before the total of 10 s, not after " + reply.took());
                            Stage.demand(stage.call(0).goneWithin(1_000), "the upstream is left");
                        }),
                FaultCase.of("an answer without end has an end", ITEM, Route.FAULT, (call, wire) -> {
                    wire.begun();
                    while (true) {
                        wire.events(Text.chunk("more ")).pause(50);
                    }
                }, stage -> {
                    Stage.broken(stage.ask(true));
                    Stage.demand(stage.call(0).goneWithin(1_000), "the upstream is left");
                }), FaultCase.of("comments flow before the first token", KEEP_ALIVE, Route.FAULT,
                        (call, wire) -> wire.pause(1_500).good(call), stage -> {
                            Reply reply = stage.ask(true);
                            Stage.says("Good day", reply);
                            Stage.demand(reply.body().lines().anyMatch(line -> line.startsWith(":")),
                                    "a comment while the client waited, not " + reply);
                        }));
    }
}
