package dev.drover.inference.tool;

import dev.drover.inference.ToolUse;
import dev.drover.inference.token.ToolForm;
import java.util.function.Supplier;

/** Calls as Hermes and Qwen write them, each between marks of its own. A mark that does not come is not missed. */
final class HermesCalls extends ToolCallReader {

    private static final String END = "</tool_call>";

    private final StringBuilder ending = new StringBuilder();
    private State state = State.TEXT;

    private enum State {
        TEXT, CALL, BEHIND
    }

    HermesCalls(ToolUse tools, Supplier<String> ids) {
        super(ToolForm.HERMES, tools, ids);
    }

    @Override
    void step(char sign) {
        switch (state) {
            case TEXT -> state = marked(sign) ? State.CALL : State.TEXT;
            case CALL -> {
                switch (call(sign)) {
                    case OPEN -> {
                        // more to come
                    }
                    case DONE -> state = State.BEHIND;
                    case FAILED -> giveBack();
                }
            }
            case BEHIND -> behind(sign);
        }
    }

    private void behind(char sign) {
        ending.append(sign);
        String mark = ending.toString().stripLeading();
        if (mark.equals(END)) {
            reset();
        } else if (!END.startsWith(mark)) {
            giveBack();
        }
    }

    @Override
    String unsettled() {
        return rawObject() + ending;
    }

    @Override
    void reset() {
        ending.setLength(0);
        state = State.TEXT;
    }
}
