package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Calls of tools arrive as they were made, and the end never overtakes them. */
final class ToolCalls implements FaultGroup {

    private static final int ITEM = 6;
    private static final String CALLED = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}";

    @Override
    public List<FaultCase> cases() {
        return List.of(calls("parallel calls keep index id and name", reply -> {
            Map<Integer, String> told = new TreeMap<>();
            for (JsonNode delta : deltas(reply)) {
                told.merge(delta.path("index").asInt(-1),
                        delta.path("id").asString("") + delta.path("function").path("name").asString("")
                                + delta.path("function").path("arguments").asString(""),
                        String::concat);
            }
            Stage.demand(told.equals(Map.of(0, "call_asum{\"x\":1}", 1, "call_bweather{\"y\":2}")),
                    "two calls with index, id, name and arguments, not " + told);
        }), calls("the reason to finish is the calls", reply -> {
            List<String> reasons = reply.chunks()
                    .stream()
                    .map(chunk -> chunk.path("choices").path(0).path("finish_reason").asString(""))
                    .filter(reason -> !reason.isEmpty())
                    .toList();
            Stage.demand(reasons.equals(List.of("tool_calls")), "tool_calls once, not " + reasons);
        }), calls("the end does not overtake the calls", reply -> {
            List<JsonNode> chunks = reply.chunks();
            int end = 0;
            for (int i = 0; i < chunks.size(); i++) {
                JsonNode choice = chunks.get(i).path("choices").path(0);
                if (choice.path("delta").has("tool_calls")) {
                    Stage.demand(end == 0, "no call after the end in " + reply);
                }
                end += choice.path("finish_reason").isString() ? 1 : 0;
            }
        }), FaultCase.of("a whole answer keeps its calls", ITEM, Route.FAULT, (call, wire) -> wire.json(200,
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":"
                        + "[{\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"sum\",\"arguments\":"
                        + "\"{\\\"x\\\":1}\"}}]},\"finish_reason\":\"tool_calls\"}]}"),
                stage -> {
                    JsonNode choice = Text.json(stage.ask(false).body()).path("choices").path(0);
                    JsonNode made = choice.path("message").path("tool_calls").path(0);
                    Stage.demand(
                            made.path("id").asString("").equals("call_a")
                                    && made.path("function").path("arguments").asString("").equals("{\"x\":1}")
                                    && choice.path("finish_reason").asString("").equals("tool_calls"),
                            "the call and its reason, not " + choice);
                }),
                FaultCase.of("choices that come at once stay apart", ITEM, Route.FAULT,
                        (call, wire) -> wire.stream()
                                .events(choice(0, "a"), choice(1, "x"), choice(0, "b"), choice(1, "y"), ended(0),
                                        ended(1), Text.DONE)
                                .end(),
                        stage -> {
                            Map<Integer, String> said = new TreeMap<>();
                            for (JsonNode chunk : stage.ask(stage.body(true, ",\"n\":2")).chunks()) {
                                JsonNode one = chunk.path("choices").path(0);
                                said.merge(one.path("index").asInt(-1), one.path("delta").path("content").asString(""),
                                        String::concat);
                            }
                            Stage.demand(said.equals(Map.of(0, "ab", 1, "xy")), "ab and xy, not " + said);
                        }));
    }

    private static FaultCase calls(String name, java.util.function.Consumer<Reply> check) {
        return FaultCase.of(name, ITEM, Route.FAULT,
                (call, wire) -> wire.stream()
                        .events(Text.ROLE, piece(0, "call_a", "sum", ""), piece(1, "call_b", "weather", ""),
                                piece(0, "", "", "{\\\"x\\\""), piece(1, "", "", "{\\\"y\\\""), piece(0, "", "", ":1}"),
                                piece(1, "", "", ":2}"), CALLED, Text.DONE)
                        .end(),
                stage -> {
                    Reply reply = stage.ask(true);
                    Stage.demand(reply.status() == 200 && reply.done(), "a complete stream, not " + reply);
                    check.accept(reply);
                });
    }

    private static String piece(int index, String id, String name, String arguments) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index
                + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\",\"type\":\"function\"") + ",\"function\":{"
                + (name.isEmpty() ? "" : "\"name\":\"" + name + "\",") + "\"arguments\":\"" + arguments
                + "\"}}]},\"finish_reason\":null}]}";
    }

    private static String choice(int index, String text) {
        return Text.chunk(text).replace("\"index\":0", "\"index\":" + index);
    }

    private static String ended(int index) {
        return Text.FINISH.replace("\"index\":0", "\"index\":" + index);
    }

    private static List<JsonNode> deltas(Reply reply) {
        List<JsonNode> deltas = new ArrayList<>();
        reply.chunks()
                .forEach(chunk -> chunk.path("choices").path(0).path("delta").path("tool_calls").forEach(deltas::add));
        return deltas;
    }
}
