package dev.drover.inference.tool;

import dev.drover.inference.ToolUse;
import dev.drover.inference.token.ToolForm;
import java.util.function.Supplier;

/** Calls as Mistral's models write them: behind a mark a list of objects, or a function's name and its arguments. */
final class MistralCalls extends ToolCallReader {

    private final StringBuilder before = new StringBuilder();
    private JsonSpan span = new JsonSpan();
    private State state = State.TEXT;

    private enum State {
        TEXT, OPEN, ENTRY, NEXT, NAME, ARGUMENTS
    }

    MistralCalls(ToolForm form, ToolUse tools, Supplier<String> ids) {
        super(form, tools, ids);
    }

    @Override
    void step(char sign) {
        switch (state) {
            case TEXT -> state = marked(sign) ? State.OPEN : State.TEXT;
            case OPEN -> {
                before.append(sign);
                if (!Character.isWhitespace(sign)) {
                    state = sign == '[' ? State.ENTRY : State.NAME;
                }
            }
            case ENTRY -> entry(sign);
            case NEXT -> next(sign);
            case NAME -> name(sign);
            case ARGUMENTS -> arguments(sign);
        }
    }

    private void entry(char sign) {
        switch (call(sign)) {
            case OPEN -> {
                // more to come
            }
            case DONE -> {
                before.setLength(0);
                state = State.NEXT;
            }
            case FAILED -> giveBack();
        }
    }

    private void next(char sign) {
        before.append(sign);
        if (sign == ']') {
            reset();
        } else if (sign == ',') {
            state = State.ENTRY;
        } else if (!Character.isWhitespace(sign)) {
            giveBack();
        }
    }

    /** A name up to its arguments, between which there may be the call's id; ids are made here. */
    private void name(char sign) {
        if (sign != '{') {
            before.append(sign);
            boolean tooLong = before.length() > 256;
            if (tooLong || sign == '\n') {
                giveBack();
            }
            return;
        }
        String name = before.toString().strip();
        for (String mark : ToolForm.MISTRAL_NAMED.marks()) {
            int at = name.indexOf(mark);
            name = at < 0 ? name : name.substring(0, at).strip();
        }
        if (!isTool(name)) {
            before.append(sign);
            giveBack();
            return;
        }
        begin(name);
        before.setLength(0);
        span = new JsonSpan();
        state = State.ARGUMENTS;
        arguments(sign);
    }

    private void arguments(char sign) {
        argue(String.valueOf(sign));
        if (span.add(sign) == JsonSpan.Step.LAST) {
            end();
            reset();
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
