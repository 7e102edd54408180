package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.transport.Translation;
import dev.drover.gateway.wire.FrameParts;
import dev.drover.gateway.wire.FrameScan;
import java.util.BitSet;
import java.util.List;

/**
 * OpenAI's chat completions and completions. An answer is complete when {@code [DONE]} came, or its connection ended after
 * each choice had; one without any choice never is.
 */
final class ChatTranslation implements Translation {

    private static final String END = "[DONE]";

    private final BitSet open = new BitSet();
    private final BitSet finished = new BitSet();

    @Override
    public Seen message(String data, boolean apart) {
        if (data.strip().equals(END)) {
            return Seen.DONE;
        }
        FrameScan scan = FrameScan.of(data);
        open.or(scan.choices());
        finished.or(scan.finished());
        return seen(scan, data, apart);
    }

    @Override
    public Seen whole(String body, boolean apart) {
        FrameScan scan = FrameScan.of(body);
        if (scan.error() == null && scan.choices().isEmpty()) {
            throw new IllegalArgumentException("no choices (expected: at least one)");
        }
        return seen(scan, body, apart);
    }

    private static Seen seen(FrameScan scan, String data, boolean apart) {
        return new Seen(scan.visible(), false, scan.onlyUsage(), scan.usage(),
                scan.error() == null ? null : new ErrorTold(scan.error(), false),
                apart ? FrameParts.of(data) : List.of());
    }

    @Override
    public boolean complete(boolean done) {
        return !open.isEmpty() && (done || finished.equals(open));
    }
}
