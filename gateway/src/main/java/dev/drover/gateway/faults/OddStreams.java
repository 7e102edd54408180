package dev.drover.gateway.faults;

import dev.drover.gateway.faults.FaultCase.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Streams that look odd and are well. */
final class OddStreams implements FaultGroup {

    private static final int ITEM = 1;
    private static final String SAID = "größer als 🐑 – 羊";

    @Override
    public List<FaultCase> cases() {
        return List.of(odd("a stream comes byte by byte", (call, wire) -> {
            wire.stream();
            for (byte each : stream("\n").getBytes(StandardCharsets.UTF_8)) {
                wire.piece(new byte[] {each});
            }
            wire.end();
        }), odd("lines end with carriage returns", (call, wire) -> wire.stream().piece(stream("\r\n")).end()),
                odd("comments and other fields stand between",
                        (call, wire) -> wire.stream()
                                .piece(": hello\n\nevent: message\nid: 7\nretry: 10\n" + stream("\n"))
                                .end()),
                odd("no blank follows the colon",
                        (call, wire) -> wire.stream().piece(stream("\n").replace("data: ", "data:")).end()),
                odd("a byte order mark comes first",
                        (call, wire) -> wire.stream().piece("\uFEFF" + stream("\n")).end()),
                odd("the content type has parameters and capitals",
                        (call, wire) -> wire.stream("Text/Event-Stream; charset=UTF-8").piece(stream("\n")).end()),
                FaultCase.of("a whole answer comes where a stream was asked for", ITEM, Route.FAULT,
                        (call, wire) -> wire.json(200, Text.whole(SAID)), stage -> Stage.says(SAID, stage.ask(true))),
                FaultCase.of("a stream comes where a whole answer was asked for", ITEM, Route.FAULT,
                        (call, wire) -> wire.stream().piece(stream("\n")).end(),
                        stage -> Stage.says(SAID, stage.ask(false))));
    }

    private static String stream(String line) {
        StringBuilder text = new StringBuilder();
        for (String data : List.of(Text.ROLE, Text.chunk("größer als "), Text.chunk("🐑 – 羊"), Text.FINISH,
                Text.DONE)) {
            text.append("data: ").append(data).append(line).append(line);
        }
        return text.toString();
    }

    private static FaultCase odd(String name, Script script) {
        return FaultCase.of(name, ITEM, Route.FAULT, script, stage -> Stage.says(SAID, stage.ask(true)));
    }
}
