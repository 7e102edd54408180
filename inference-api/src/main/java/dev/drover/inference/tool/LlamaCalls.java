package dev.drover.inference.tool;

import dev.drover.inference.ToolUse;
import dev.drover.inference.token.ToolForm;
import java.util.function.Supplier;

/** Calls as Llama 3 writes them: the answer begins with one, or one follows a mark; semicolons part further ones. */
final class LlamaCalls extends ToolCallReader {

    private final StringBuilder before = new StringBuilder();
    private State state = State.START;

    private enum State {
        START, TEXT, CALL, BEHIND
    }

    LlamaCalls(ToolUse tools, Supplier<String> ids) {
        super(ToolForm.LLAMA, tools, ids);
    }

    @Override
    void step(char sign) {
        switch (state) {
            case START -> start(sign);
            case TEXT -> state = marked(sign) ? State.CALL : State.TEXT;
            case CALL -> {
                switch (call(sign)) {
                    case OPEN -> {
                        // more to come
                    }
                    case DONE -> {
                        before.setLength(0);
                        state = State.BEHIND;
                    }
                    case FAILED -> giveBack();
                }
            }
            case BEHIND -> behind(sign);
        }
    }

    private void start(char sign) {
        if (Character.isWhitespace(sign)) {
            before.append(sign);
        } else if (sign == '{') {
            state = State.CALL;
            step(sign);
        } else {
            String blanks = before.toString();
            reset();
            (blanks + sign).chars().forEach(one -> step((char) one));
        }
    }

    private void behind(char sign) {
        if (Character.isWhitespace(sign)) {
            before.append(sign);
        } else if (sign == ';') {
            before.append(sign);
            state = State.CALL;
        } else {
            String blanks = before.toString();
            reset();
            (blanks + sign).chars().forEach(one -> step((char) one));
        }
    }

    @Override
    String unsettled() {
        return before + rawObject();
    }

    @Override
    void reset() {
        before.setLength(0);
        state = State.TEXT;
    }
}
