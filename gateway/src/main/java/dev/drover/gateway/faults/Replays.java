package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What is answered from work already done, or in flight; and what never is. */
final class Replays implements FaultGroup {

    private static final int REPLAY = 7;
    private static final int RULE = 15;
    private static final String CERTAIN = ",\"temperature\":0";
    private static final String SAMPLED = ",\"temperature\":0.7";
    private static final Script SLOW = (call, wire) -> {
        if (call.stream()) {
            wire.begun().pause(700).finished();
        } else {
            wire.pause(700).good(call);
        }
    };
    private static final Script GOOD = (call, wire) -> wire.good(call);

    @Override
    public List<FaultCase> cases() {
        return List.of(again("a kept stream is replayed as a stream", REPLAY, GOOD, CERTAIN, true, true, 1),
                again("a kept stream is replayed whole", REPLAY, GOOD, CERTAIN, true, false, 1),
                again("a kept whole answer is replayed as a stream", REPLAY, GOOD, CERTAIN, false, true, 1),
                again("samples are made anew", RULE, GOOD, SAMPLED, false, false, 2),
                FaultCase.of("who wants no kept answer gets a new one", RULE, Route.CACHED, GOOD, stage -> {
                    stage.ask(stage.body(false, CERTAIN));
                    Stage.says("Good day", stage.ask(stage.body(false, CERTAIN), "Cache-Control", "no-cache"));
                    Stage.demand(stage.calls().size() == 2, "two calls, not " + stage.calls().size());
                }), FaultCase.of("an error is not kept", RULE, Route.CACHED, (call, wire) -> {
                    if (call.number() == 0) {
                        wire.json(400, Text.error("no such tool", "bad_tool"));
                    } else {
                        wire.good(call);
                    }
                }, stage -> {
                    Stage.refused(stage.ask(stage.body(false, CERTAIN)), 400, 400);
                    Stage.says("Good day", stage.ask(stage.body(false, CERTAIN)));
                }), FaultCase.of("a cut stream is not kept", RULE, Route.CACHED, (call, wire) -> {
                    if (call.number() == 0) {
                        wire.begun().cut();
                    } else {
                        wire.good(call);
                    }
                }, stage -> {
                    Stage.broken(stage.ask(stage.body(true, CERTAIN)));
                    Stage.says("Good day", stage.ask(stage.body(true, CERTAIN)));
                }), joined("who asks the same at once is answered by one call (stream)", CERTAIN, true, 1),
                joined("who asks the same at once is answered by one call (whole)", CERTAIN, false, 1),
                joined("samples asked for at once are several", SAMPLED, true, 8),
                FaultCase.of("one who leaves takes nobody with them", RULE, Route.CACHED, SLOW, stage -> {
                    Socket first = stage.leave(true);
                    stage.call(0);
                    CompletableFuture<Reply> second = stage.begin(stage.body(true, ""));
                    first.close();
                    Stage.says("Good day", second.join());
                }));
    }

    private static FaultCase again(String name, int item, Script script, String more, boolean first, boolean second,
            int calls) {
        return FaultCase.of(name, item, Route.CACHED, script, stage -> {
            Stage.says("Good day", stage.ask(stage.body(first, more)));
            Reply reply = stage.ask(stage.body(second, more));
            Stage.says("Good day", reply);
            Stage.demand(reply.stream() == second, "the form that was asked for, not " + reply);
            Stage.demand(stage.calls().size() == calls, calls + " calls, not " + stage.calls().size());
        });
    }

    private static FaultCase joined(String name, String more, boolean stream, int calls) {
        return FaultCase.of(name, RULE, Route.CACHED, SLOW, stage -> {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 8)
                    .mapToObj(i -> stage.begin(stage.body(stream, more)))
                    .toList();
            replies.forEach(reply -> Stage.says("Good day", reply.join()));
            Stage.demand(stage.calls().size() == calls, calls + " calls, not " + stage.calls().size());
        });
    }
}
