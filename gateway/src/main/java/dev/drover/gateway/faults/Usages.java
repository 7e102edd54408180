package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.util.List;

/** What was used is always asked for, and told to those who want it. */
final class Usages implements FaultGroup {

    private static final int ITEM = 5;
    private static final String WANTED = ",\"stream_options\":{\"include_usage\":true}";

    @Override
    public List<FaultCase> cases() {
        return List.of(FaultCase.of("usage is asked of the upstream by itself", ITEM, Route.FAULT,
                (call, wire) -> wire.good(call), stage -> {
                    stage.ask(true);
                    Stage.demand(Text.json(stage.call(0).body())
                            .path("stream_options")
                            .path("include_usage")
                            .asBoolean(false), "include_usage in " + stage.call(0).body());
                }), FaultCase.of("usage is left out for a client that did not ask", ITEM, Route.FAULT,
                        (call, wire) -> wire.good(call), stage -> {
                            Reply reply = stage.ask(true);
                            Stage.says("Good day", reply);
                            Stage.demand(reply.chunks().stream().noneMatch(chunk -> chunk.path("choices").isEmpty()),
                                    "no chunk without choices in " + reply);
                        }),
                FaultCase.of("a chunk with usage alone reaches who asked for it", ITEM, Route.FAULT,
                        (call, wire) -> wire.good(call), stage -> {
                            Reply reply = stage.ask(stage.body(true, WANTED));
                            Stage.demand(
                                    reply.chunks()
                                            .stream()
                                            .anyMatch(chunk -> chunk.path("usage").path("prompt_tokens").asInt(0) == 5),
                                    "usage in " + reply);
                        }),
                FaultCase.of("a whole answer keeps its usage", ITEM, Route.FAULT, (call, wire) -> wire.good(call),
                        stage -> Stage.demand(
                                Text.json(stage.ask(false).body()).path("usage").path("total_tokens").asInt(0) == 7,
                                "usage of seven tokens")));
    }
}
