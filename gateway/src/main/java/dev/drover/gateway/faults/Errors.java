package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.util.List;

/** Upstream errors keep what they say; networks that fail are told as such. */
final class Errors implements FaultGroup {

    private static final int ITEM = 9;
    private static final Script NEVER = (call, wire) -> wire.cut();

    @Override
    public List<FaultCase> cases() {
        return List.of(FaultCase.of("a refusal keeps status code message and field", ITEM, Route.FAULT,
                (call, wire) -> wire.json(400, Text.error("no such tool", "bad_tool")), stage -> {
                    Reply reply = stage.ask(true);
                    Stage.refused(reply, 400, 400);
                    Stage.demand(
                            reply.error().path("code").asString("").equals("bad_tool")
                                    && reply.error().path("param").asString("").equals("tools")
                                    && reply.error().path("message").asString("").contains("no such tool"),
                            "code, param and message, not " + reply);
                }), refused("a refusal keeps its status", 422, 422, 422, Text.error("no", "bad")),
                FaultCase.of("a conversation that is too long has its code", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(400, Text.error("too many tokens", "context_length_exceeded")),
                        stage -> Stage.demand(
                                stage.ask(false).error().path("code").asString("").equals("context_length_exceeded"),
                                "the code context_length_exceeded")),
                FaultCase.of("a page of html is told as what it is", ITEM, Route.FAULT,
                        (call, wire) -> wire.response(502, "text/html", "<html>oops</html>"), stage -> {
                            Reply reply = stage.ask(false);
                            Stage.refused(reply, 500, 504);
                            Stage.demand(reply.error().path("message").asString("").contains("oops"),
                                    "what the upstream sent, not " + reply);
                        }),
                refused("an empty error is an error object", 500, 500, 504, ""),
                refused("an error in another form is an error object", 500, 500, 504, "[\"odd\"]"),
                FaultCase.of("a redirect is not followed", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(307, "", "Location: http://169.254.169.254/latest/meta-data"),
                        stage -> {
                            Stage.refused(stage.ask(false), 500, 504);
                            Stage.demand(stage.calls().size() <= 2, "no call elsewhere");
                        }),
                nowhere("a port where nobody listens", Route.REFUSED),
                nowhere("a connection that nobody reads", Route.SILENT),
                nowhere("a host without an address", Route.UNRESOLVED), nowhere("tls that fails", Route.UNTRUSTED));
    }

    private static FaultCase refused(String name, int status, int from, int to, String body) {
        return FaultCase.of(name, ITEM, Route.FAULT, (call, wire) -> wire.json(status, body),
                stage -> Stage.refused(stage.ask(false), from, to));
    }

    private static FaultCase nowhere(String name, Route route) {
        return FaultCase.of(name + " is told in time", ITEM, route, NEVER, stage -> {
            Stage.refused(stage.ask(false), 500, 504);
            Reply stream = stage.ask(true);
            Stage.broken(stream);
        });
    }
}
