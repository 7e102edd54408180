package dev.drover.gateway.faults;

import dev.drover.gateway.faults.Control.Verb;
import dev.drover.gateway.faults.FaultCase.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What operators do to a gateway while it answers. */
final class Operations implements FaultGroup {

    private static final int LIMITS = 12;
    private static final int RELOAD = 16;
    private static final int DRAIN = 17;
    private static final Script LONG = (call, wire) -> {
        if (call.number() == 0) {
            wire.begun().pause(900).events(Text.chunk(" to")).pause(900).events(Text.chunk(" you")).finished();
        } else {
            wire.good(call);
        }
    };
    private static final Script LONGER = (call, wire) -> {
        if (call.number() == 0) {
            wire.begun();
            for (int piece = 0; piece < 5; piece++) {
                wire.pause(800).events(Text.chunk(" and"));
            }
            wire.finished();
        } else {
            wire.good(call);
        }
    };
    private static final Script GOOD = (call, wire) -> wire.good(call);

    @Override
    public List<FaultCase> cases() {
        return List.of(
                FaultCase
                        .of("a stream runs on while policies change", RELOAD, Route.FAULT, LONG,
                                stage -> undisturbed(stage, Verb.RELOAD))
                        .with(Verb.RELOAD),
                FaultCase.of("bad policies change nothing", RELOAD, Route.FAULT, LONG, stage -> {
                    undisturbed(stage, Verb.RELOAD_BAD);
                    Thread.sleep(3_000);
                    Stage.says("Good day", stage.ask(false));
                    stage.act(Verb.RELOAD);
                }).with(Verb.RELOAD_BAD, Verb.RELOAD),
                FaultCase.of("requests go on without redis", LIMITS, Route.CACHED, GOOD, stage -> {
                    stage.act(Verb.REDIS_STOP);
                    try {
                        without(stage);
                    } finally {
                        stage.act(Verb.REDIS_START);
                    }
                }).with(Verb.REDIS_STOP, Verb.REDIS_START),
                FaultCase.of("requests go on beside a redis that says nothing", LIMITS, Route.CACHED, GOOD, stage -> {
                    stage.act(Verb.REDIS_FREEZE);
                    try {
                        without(stage);
                    } finally {
                        stage.act(Verb.REDIS_THAW);
                    }
                }).with(Verb.REDIS_FREEZE, Verb.REDIS_THAW),
                FaultCase.of("a gateway that was killed answers when it is back", DRAIN, Route.FAULT, GOOD, stage -> {
                    stage.act(Verb.KILL);
                    stage.act(Verb.START);
                    Stage.says("Good day", stage.ask(true));
                }).with(Verb.KILL, Verb.START), FaultCase
                        .of("a running stream ends well while the gateway stops", DRAIN, Route.FAULT, LONGER, stage -> {
                            CompletableFuture<Reply> running = stage.begin(stage.body(true, ""));
                            stage.call(0);
                            stage.act(Verb.DRAIN);
                            stage.until("it is not ready", () -> stage.status("/health/ready") != 200);
                            Reply refused = stage.ask(false);
                            Stage.demand(refused.status() == 503, "503 for new requests, not " + refused);
                            int alive = stage.status("/health/live");
                            Stage.demand(alive == 200, "liveness of 200 while it stops, not " + alive);
                            Stage.says("Good day and and and and and", running.join());
                            stage.act(Verb.START);
                        })
                        .with(Verb.DRAIN, Verb.START));
    }

    private static void undisturbed(Stage stage, Verb verb) throws InterruptedException {
        CompletableFuture<Reply> running = stage.begin(stage.body(true, ""));
        stage.call(0);
        stage.act(verb);
        Stage.says("Good day", stage.ask(false));
        Stage.says("Good day to you", running.join());
    }

    /** Twelve requests: the first few may wait for what does not come, the others must not. */
    private static void without(Stage stage) {
        long slow = 0;
        for (int i = 0; i < 12; i++) {
            Reply reply = stage.ask(stage.body(false, ",\"temperature\":0,\"seed\":" + i));
            Stage.says("Good day", reply);
            slow += reply.took().toMillis() > 200 ? 1 : 0;
        }
        Stage.demand(slow <= 5, "at most five slow requests, not " + slow);
    }
}
