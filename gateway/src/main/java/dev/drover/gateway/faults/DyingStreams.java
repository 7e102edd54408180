package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.util.List;

/** A stream that dies is never disguised. */
final class DyingStreams implements FaultGroup {

    private static final int ITEM = 1;
    private static final int OVERSIZED = 6 << 20;

    @Override
    public List<FaultCase> cases() {
        return List.of(dies("a stream is cut", (call, wire) -> wire.begun().cut()),
                dies("a stream ends before its answer does", (call, wire) -> wire.begun().end()),
                dies("a stream stalls", (call, wire) -> wire.begun().hang()),
                dies("a frame is no json", (call, wire) -> wire.begun().events("{\"choices\": oops").finished()),
                dies("an error comes inside a stream", (call, wire) -> wire.begun().events(Text.ERROR).end()),
                dies("a frame is larger than anybody wants",
                        (call, wire) -> wire.begun().piece("data: " + "x".repeat(OVERSIZED)).hang()),
                dies("the chunked encoding breaks", (call, wire) -> wire.begun().raw("zz\r\noops\r\n").hang()),
                FaultCase.of("an error inside a stream is told", ITEM, Route.FAULT,
                        (call, wire) -> wire.begun().events(Text.ERROR).end(),
                        stage -> Stage.demand(
                                stage.ask(true).error().path("message").asString("").contains("out of memory"),
                                "the upstream's message")),
                FaultCase.of("a stream that has begun is not asked for again", ITEM, Route.RESCUED,
                        (call, wire) -> wire.begun().cut(), stage -> {
                            Reply reply = stage.ask(true);
                            Stage.broken(reply);
                            Stage.demand(!reply.text().contains("rescued"), "no second answer in " + reply);
                            Stage.demand(stage.calls().size() == 1, "one call, not " + stage.calls().size());
                        }),
                FaultCase.of("a stream that says nothing is an error", ITEM, Route.FAULT,
                        (call, wire) -> wire.stream().end(), stage -> Stage.broken(stage.ask(true))),
                FaultCase.of("a whole answer that is cut is an error", ITEM, Route.FAULT,
                        (call, wire) -> wire.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 9000\r\n\r\n{\"choices\":[").cut(),
                        stage -> Stage.refused(stage.ask(false), 500, 504)),
                FaultCase.of("a stream without its mark is complete when its choice is", ITEM, Route.FAULT,
                        (call, wire) -> wire.begun().events(Text.FINISH).end(),
                        stage -> Stage.says("Good day", stage.ask(true))));
    }

    private static FaultCase dies(String name, Script script) {
        return FaultCase.of(name, ITEM, Route.FAULT, script, stage -> {
            Reply reply = stage.ask(true);
            Stage.demand(reply.status() == 200, "status 200, for it had begun, not " + reply);
            Stage.broken(reply);
            Stage.demand(reply.text().startsWith("Good "), "what was said before, not " + reply.text());
        });
    }
}
