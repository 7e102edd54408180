package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.util.List;

/** What passes through untouched, what is refused by its name, and what nobody may see. */
final class Bodies implements FaultGroup {

    private static final int FIELDS = 10;
    private static final int SIZES = 11;
    private static final int SECRETS = 13;
    private static final String ODD = ",\"odd_field\":{\"a\":[1.50,1e2,\"\\u00e9\"]}";

    @Override
    public List<FaultCase> cases() {
        return List.of(FaultCase.of("unknown fields reach the upstream as they are", FIELDS, Route.FAULT,
                (call, wire) -> wire.good(call), stage -> {
                    Stage.says("Good day", stage.ask(stage.body(false, ODD)));
                    Stage.demand(stage.call(0).body().replace(" ", "").contains(ODD),
                            ODD + " in " + stage.call(0).body());
                }),
                FaultCase.of("unknown fields of an answer reach the client", FIELDS, Route.FAULT,
                        (call, wire) -> wire.json(200, Text.whole("Good day").replace("\"id\"", "\"odd\":1.50,\"id\"")),
                        stage -> Stage.demand(stage.ask(false).body().contains("\"odd\":1.5"), "the field odd")),
                FaultCase.of("unknown fields of a chunk reach the client", FIELDS, Route.FAULT,
                        (call, wire) -> wire.stream()
                                .events(Text.ROLE, Text.chunk("Good ").replace("\"content\"", "\"odd\":7,\"content\""))
                                .finished(),
                        stage -> Stage.demand(stage.ask(true).body().contains("\"odd\":7"), "the field odd")),
                refused("a temperature that is none is refused by its name", ",\"temperature\":\"hot\"", "temperature"),
                refused("a limit that is none is refused by its name", ",\"max_tokens\":-1", "max_tokens"),
                FaultCase.of("a body that is no json is refused", FIELDS, Route.FAULT, (call, wire) -> wire.good(call),
                        stage -> Stage.refused(stage.ask("{\"model\": oops"), 400, 400)),
                FaultCase.of("a model that nobody knows is refused", FIELDS, Route.FAULT,
                        (call, wire) -> wire.good(call),
                        stage -> Stage.refused(
                                stage.ask(stage.body(false, "").replace(Route.FAULT.model(), "no-such-model-7")), 400,
                                404)),
                FaultCase.of("a large body passes", SIZES, Route.FAULT, (call, wire) -> wire.good(call), stage -> {
                    String filler = ",\"metadata\":{\"filler\":\"" + "x".repeat(4 << 20) + "\"}";
                    Stage.says("Good day", stage.ask(stage.body(false, filler)));
                }), FaultCase.of("a body beyond the limit is refused with the limit", SIZES, Route.FAULT,
                        (call, wire) -> wire.good(call), stage -> {
                            Reply reply = stage.ask(
                                    stage.body(false, ",\"metadata\":{\"filler\":\"" + "x".repeat(33 << 20) + "\"}"));
                            Stage.refused(reply, 413, 413);
                            Stage.demand(reply.error().path("message").asString("").matches("(?s).*\\d.*"),
                                    "the limit in " + reply);
                        }),
                FaultCase.of(
                        "a key that the upstream repeats is not told", SECRETS, Route.FAULT, (call, wire) -> wire
                                .json(401, Text.error("Incorrect key: " + call.header("authorization"), "invalid_key")),
                        stage -> {
                            Reply reply = stage.ask(false);
                            String sent = stage.call(0).header("authorization").replaceFirst("(?i)^bearer ", "");
                            Stage.demand(!sent.isEmpty(), "the deployment's key at the upstream");
                            Stage.demand(!reply.body().contains(sent), "no key in " + reply);
                        }),
                FaultCase.of("the client's key is not handed to the upstream", SECRETS, Route.FAULT,
                        (call, wire) -> wire.good(call), stage -> {
                            stage.ask(stage.body(false, ""), "X-Api-Key", "client-secret-7");
                            Stage.demand(
                                    !stage.call(0).header("x-api-key").contains("client-secret-7")
                                            && !stage.call(0).header("authorization").contains("client-secret-7"),
                                    "no key of the client at the upstream");
                        }));
    }

    private static FaultCase refused(String name, String field, String param) {
        return FaultCase.of(name, FIELDS, Route.FAULT, (call, wire) -> wire.good(call), stage -> {
            Reply reply = stage.ask(stage.body(false, field));
            Stage.refused(reply, 400, 422);
            Stage.demand(reply.error().toString().contains(param), "the field's name in " + reply);
            Stage.demand(stage.calls().isEmpty(), "no call to the upstream");
        });
    }
}
