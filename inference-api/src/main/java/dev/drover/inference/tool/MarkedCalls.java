package dev.drover.inference.tool;

import dev.drover.inference.ToolUse;
import dev.drover.inference.json.JsonWriter;
import dev.drover.inference.token.ToolForm;
import java.util.function.Supplier;

/**
 * Calls whose arguments stand between marks one by one, as Qwen 3 Coder and GLM write them. From its name on a call stays one:
 * what stands between arguments by mistake is left out. An argument is handed on when it is whole.
 */
final class MarkedCalls extends ToolCallReader {

    private static final int LONGEST_NAME = 256;
    private static final String END = "</tool_call>";

    private final Style style;
    private final WrittenValues values;
    private final StringBuilder seen = new StringBuilder();
    private State state = State.TEXT;
    private String function = "";
    private String key = "";
    private boolean first;

    private enum State {
        TEXT, NAME, BETWEEN, KEY, BEFORE_VALUE, VALUE, BEHIND
    }

    /**
     * The marks of a form.
     *
     * @param name what stands before a function's name
     * @param key what stands before an argument's name
     * @param keyEnd what stands behind it
     * @param value what stands before an argument; empty where that is the end of its name
     * @param valueEnd what stands behind it
     * @param end what stands behind the last
     */
    private record Style(String name, String key, String keyEnd, String value, String valueEnd, String end) {}

    MarkedCalls(ToolForm form, ToolUse tools, Supplier<String> ids) {
        super(form, tools, ids);
        this.values = new WrittenValues(tools);
        this.style = form == ToolForm.FUNCTION_MARKS
                ? new Style("<function=", "<parameter=", ">", "", "</parameter>", "</function>")
                : new Style("", "<arg_key>", "</arg_key>", "<arg_value>", "</arg_value>", END);
    }

    @Override
    void step(char sign) {
        switch (state) {
            case TEXT -> state = marked(sign) ? State.NAME : State.TEXT;
            case NAME -> name(sign);
            case BETWEEN -> between(sign);
            case KEY -> {
                if (until(style.keyEnd(), sign)) {
                    key = seen.toString().strip();
                    next(style.value().isEmpty() ? State.VALUE : State.BEFORE_VALUE);
                }
            }
            case BEFORE_VALUE -> {
                if (until(style.value(), sign)) {
                    next(State.VALUE);
                }
            }
            case VALUE -> {
                if (until(style.valueEnd(), sign)) {
                    argument(seen.toString());
                    next(State.BETWEEN);
                }
            }
            case BEHIND -> behind(sign);
        }
    }

    private void next(State now) {
        seen.setLength(0);
        state = now;
    }

    /** Takes a sign; whether a mark is complete, which is then taken away. */
    private boolean until(String mark, char sign) {
        seen.append(sign);
        int at = seen.length() - mark.length();
        boolean whole = at >= 0 && seen.indexOf(mark, at) == at;
        if (whole) {
            seen.setLength(at);
        }
        return whole;
    }

    private void name(char sign) {
        seen.append(sign);
        String text = seen.toString().stripLeading();
        boolean marks = !style.name().isEmpty();
        if (text.length() > LONGEST_NAME
                || (marks && !style.name().startsWith(text) && !text.startsWith(style.name()))) {
            giveBack();
            return;
        }
        boolean ends = marks ? sign == '>' : (sign == '\n' || sign == '<') && !text.isBlank();
        if (!ends || text.length() <= style.name().length()) {
            return;
        }
        String name = text.substring(style.name().length(), text.length() - 1).strip();
        if (!isTool(name)) {
            giveBack();
            return;
        }
        function = name;
        first = true;
        begin(name);
        argue("{");
        next(State.BETWEEN);
        if (!marks) {
            between(sign);
        }
    }

    /** What stands between two arguments: only marks count. */
    private void between(char sign) {
        if (sign == '<') {
            seen.setLength(0);
        }
        seen.append(sign);
        String text = seen.toString();
        if (text.equals(style.key())) {
            next(State.KEY);
        } else if (text.equals(style.end()) || text.equals(END)) {
            argue("}");
            end();
            boolean over = text.equals(END);
            next(State.BEHIND);
            if (over) {
                reset();
            }
        } else if (!style.key().startsWith(text) && !style.end().startsWith(text) && !END.startsWith(text)) {
            seen.setLength(0);
        }
    }

    private void argument(String written) {
        String value = written;
        if (style.value().isEmpty()) {
            value = value.startsWith("\n") ? value.substring(1) : value;
            value = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        }
        argue((first ? "" : ",") + JsonWriter.write(key) + ":" + values.json(function, key, value));
        first = false;
    }

    private void behind(char sign) {
        seen.append(sign);
        String mark = seen.toString().stripLeading();
        if (mark.equals(END)) {
            reset();
        } else if (!END.startsWith(mark)) {
            giveBack();
        }
    }

    @Override
    String unsettled() {
        return state == State.NAME || state == State.BEHIND ? seen.toString() : "";
    }

    @Override
    void reset() {
        next(State.TEXT);
    }
}
