package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Waiting as one is told, and no load upon what is dead. */
final class Retries implements FaultGroup {

    private static final int ITEM = 8;
    private static final int MANY = 40;

    @Override
    public List<FaultCase> cases() {
        return List.of(
                FaultCase.of("how long to wait is handed on", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(429, Text.ERROR, "Retry-After: 17"),
                        stage -> waits(stage.ask(false), 17, 17)),
                FaultCase.of("how long to wait is handed on to who wants a stream", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(429, Text.ERROR, "Retry-After: 17"),
                        stage -> waits(stage.ask(true), 17, 17)),
                FaultCase.of("until when to wait is understood", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(429, Text.ERROR,
                                "Retry-After: " + DateTimeFormatter.RFC_1123_DATE_TIME
                                        .format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30))),
                        stage -> waits(stage.ask(false), 15, 31)),
                FaultCase.of("a short wait is waited for", ITEM, Route.FAULT, (call, wire) -> {
                    if (call.number() == 0) {
                        wire.json(429, Text.ERROR, "Retry-After: 1");
                    } else {
                        wire.good(call);
                    }
                }, stage -> {
                    Reply reply = stage.ask(false);
                    Stage.says("Good day", reply);
                    Stage.demand(reply.took().compareTo(Duration.ofMillis(900)) > 0,
                            "a second's wait, not " + reply.took());
                }), FaultCase.of("a hiccup is tried again", ITEM, Route.FAULT, (call, wire) -> {
                    if (call.number() == 0) {
                        wire.json(503, Text.ERROR);
                    } else {
                        wire.good(call);
                    }
                }, stage -> Stage.says("Good day", stage.ask(true))),
                FaultCase.of("a bad request is not tried again", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(400, Text.error("no such tool", "bad_tool")), stage -> {
                            stage.ask(false);
                            Stage.demand(stage.calls().size() == 1, "one call, not " + stage.calls().size());
                        }),
                FaultCase.of("a dead upstream is not asked more often than a living one, by much", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(429, Text.ERROR, "Retry-After: 0"), stage -> {
                            for (int i = 0; i < MANY; i++) {
                                Stage.refused(stage.ask(false), 429, 504);
                            }
                            int most = MANY * 12 / 10 + 10;
                            Stage.demand(stage.calls().size() <= most, "at most " + most + " calls for " + MANY
                                    + " requests, not " + stage.calls().size());
                        }));
    }

    private static void waits(Reply reply, int least, int most) {
        Stage.refused(reply, 429, 429);
        String told = reply.header("retry-after");
        Stage.demand(told.matches("\\d+") && Integer.parseInt(told) >= least && Integer.parseInt(told) <= most,
                "Retry-After of " + least + " to " + most + " s, not \"" + told + "\"");
    }
}
