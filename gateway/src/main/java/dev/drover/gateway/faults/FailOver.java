package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** While nothing visible has been sent another deployment answers, for streams and whole answers alike. */
final class FailOver implements FaultGroup {

    private static final int STREAMS = 1;
    private static final int LIMITS = 8;

    @Override
    public List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        Map<String, Script> failures = new TreeMap<>(Map.of("the connection is cut at once", (call, wire) -> wire.cut(),
                "the answer is garbage", (call, wire) -> wire.raw("I am no server of HTTP\r\n\r\n"),
                "a page of html comes with 200", (call, wire) -> wire.response(200, "text/html", "<html>busy</html>"),
                "an error comes with 200", (call, wire) -> wire.json(200, Text.ERROR), "nothing comes with 200",
                (call, wire) -> wire.json(200, ""), "nothing comes at all", (call, wire) -> wire.hang()));
        failures.forEach((name, script) -> both(cases, STREAMS, name, script));
        for (int status : new int[] {408, 500, 502, 503}) {
            both(cases, STREAMS, "the status is " + status,
                    (call, wire) -> wire.json(status, Text.error("not now", "broken")));
        }
        both(cases, STREAMS, "the key is refused",
                (call, wire) -> wire.json(401, Text.error("bad key", "invalid_key")));
        both(cases, LIMITS, "it is busy and does not say for how long", (call, wire) -> wire.json(429, Text.ERROR));
        cases.add(rescued("a stream is cut before anything is visible", STREAMS, true,
                (call, wire) -> wire.stream().events(Text.ROLE).cut()));
        cases.add(rescued("a stream begins with an error", STREAMS, true,
                (call, wire) -> wire.stream().events(Text.ROLE, Text.ERROR).end()));
        cases.add(rescued("a stream begins with what is no json", STREAMS, true,
                (call, wire) -> wire.stream().events("oops").end()));
        cases.add(rescued("a stream begins and never speaks", 3, true,
                (call, wire) -> wire.stream().piece(": waiting\n\n").hang()));
        // the last, for a gateway may ask others first for as long
        cases.add(rescued("it is busy for an hour", LIMITS, false,
                (call, wire) -> wire.json(429, Text.ERROR, "Retry-After: 3600")));
        return cases;
    }

    private static void both(List<FaultCase> cases, int item, String name, Script script) {
        cases.add(rescued(name + " (stream)", item, true, script));
        cases.add(rescued(name + " (whole)", item, false, script));
    }

    private static FaultCase rescued(String name, int item, boolean stream, Script script) {
        return FaultCase.of("elsewhere when " + name, item, Route.RESCUED, script, stage -> {
            // a gateway may leave the one that fails alone for a while after the case before
            stage.until("the one that fails is asked", () -> {
                Stage.says("rescued", stage.ask(stream));
                return !stage.calls().isEmpty();
            });
        });
    }
}
