package dev.drover.inference.tool;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.ToolForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells calls of tools from text while an answer comes in, sign by sign, so that it makes no difference how the text is
 * cut. A call is handed on from its name on, its arguments as they come; what only looks like a call, such as one of a
 * function that there is not, is given back as the text it is. Blanks between calls are dropped. Used by one thread.
 */
public abstract sealed class ToolCallReader permits HermesCalls, LlamaCalls, MarkedCalls, MistralCalls {

    private final Set<String> names;
    private final Supplier<String> ids;
    private final String mark;
    private final List<AnswerPart> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private final StringBuilder waiting = new StringBuilder();
    private @Nullable CallObject object;
    private boolean begun;
    private int calls;
    private int complete;

    ToolCallReader(ToolForm form, ToolUse tools, Supplier<String> ids) {
        this.names = tools.tools().stream().map(Tool::name).collect(Collectors.toSet());
        this.ids = ids;
        this.mark = form.marks().getFirst();
    }

    /**
     * A reader for one answer.
     *
     * @param form how the model writes calls
     * @param tools what it may call
     * @param ids gives each call its id
     */
    public static ToolCallReader of(ToolForm form, ToolUse tools, Supplier<String> ids) {
        return switch (form) {
            case HERMES -> new HermesCalls(tools, ids);
            case LLAMA -> new LlamaCalls(tools, ids);
            case MISTRAL_LIST, MISTRAL_NAMED -> new MistralCalls(form, tools, ids);
            case FUNCTION_MARKS, ARGUMENT_MARKS -> new MarkedCalls(form, tools, ids);
        };
    }

    /** Takes more of the answer's text; returns what is certain now, {@link AnswerPart.Text}s and deltas of calls. */
    public final List<AnswerPart> add(CharSequence more) {
        for (int i = 0; i < more.length(); i++) {
            step(more.charAt(i));
        }
        return take();
    }

    /** The answer is over; returns what is left. */
    public final List<AnswerPart> finish() {
        while (!begun && (!unsettled().isEmpty() || waitingMark())) {
            giveBack();
        }
        if (calls == 0 || !waiting.toString().isBlank()) {
            say(waiting.toString());
        }
        waiting.setLength(0);
        return take();
    }

    /** How many calls have begun. */
    public final int calls() {
        return calls;
    }

    /** Whether a call is complete and none is open. */
    public final boolean complete() {
        return complete > 0 && !begun;
    }

    /** Takes a sign, whatever it belongs to. */
    abstract void step(char sign);

    /** What has been taken but not handed on, in order, as it would be text. */
    abstract String unsettled();

    /** Forgets what is unsettled and goes on in plain text. */
    abstract void reset();

    final boolean isTool(String name) {
        return names.contains(name);
    }

    /** In plain text: holds back blanks and what may become the mark; returns whether the mark is complete. */
    final boolean marked(char sign) {
        waiting.append(sign);
        while (!waiting.isEmpty()) {
            int blanks = 0;
            while (blanks < waiting.length() && Character.isWhitespace(waiting.charAt(blanks))) {
                blanks++;
            }
            String rest = waiting.substring(blanks);
            if (mark.startsWith(rest)) {
                return rest.equals(mark);
            }
            say(waiting.substring(0, 1));
            waiting.deleteCharAt(0);
        }
        return false;
    }

    /** Takes a sign of a call that is a JSON object; returns what became of it. */
    final CallObject.Fate call(char sign) {
        if (object == null) {
            object = new CallObject(names);
        }
        CallObject.Fate fate = object.add(sign);
        String name = object.name();
        if (name != null) {
            if (!begun) {
                begin(name);
            }
            argue(object.takeArguments());
        }
        if (fate == CallObject.Fate.DONE) {
            end();
        }
        return fate;
    }

    /** The signs of an object that may become a call. */
    final String rawObject() {
        return object == null ? "" : object.raw();
    }

    /** What was unsettled was no call: it is text, in which there may be another mark behind this one's first sign. */
    final void giveBack() {
        String whole = waiting + unsettled();
        int first = waitingMark() ? waiting.length() - mark.length() + 1 : 0;
        waiting.setLength(0);
        object = null;
        reset();
        say(whole.substring(0, first));
        for (int i = first; i < whole.length(); i++) {
            step(whole.charAt(i));
        }
    }

    /** Whether a mark has been found and nothing yet that would make it a call's. */
    private boolean waitingMark() {
        return waiting.length() >= mark.length() && waiting.indexOf(mark) == waiting.length() - mark.length();
    }

    final void say(String more) {
        if (!more.isEmpty()) {
            flushCall();
            text.append(more);
        }
    }

    final void begin(String name) {
        waiting.setLength(0);
        flushText();
        flushCall();
        begun = true;
        parts.add(new AnswerPart.ToolCallDelta(0, calls++, ids.get(), name, ""));
    }

    final void argue(String more) {
        arguments.append(more);
    }

    final void end() {
        flushCall();
        begun = false;
        object = null;
        complete++;
    }

    private void flushText() {
        if (!text.isEmpty()) {
            parts.add(new AnswerPart.Text(0, text.toString()));
            text.setLength(0);
        }
    }

    private void flushCall() {
        if (!arguments.isEmpty()) {
            parts.add(new AnswerPart.ToolCallDelta(0, calls - 1, null, null, arguments.toString()));
            arguments.setLength(0);
        }
    }

    private List<AnswerPart> take() {
        flushCall();
        flushText();
        List<AnswerPart> taken = List.copyOf(parts);
        parts.clear();
        return taken;
    }
}
