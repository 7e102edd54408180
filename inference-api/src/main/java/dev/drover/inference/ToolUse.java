package dev.drover.inference;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The tools of a request.
 *
 * @param tools what the model may call, in the order given
 * @param choice whether it shall
 * @param parallel whether it may make several calls at once; null when not said
 */
public record ToolUse(List<Tool> tools, ToolChoice choice, @Nullable Boolean parallel) {

    /** No tools. */
    public static final ToolUse NONE = new ToolUse(List.of(), ToolChoice.AUTO, null);

    /** Copies the list. */
    public ToolUse {
        tools = List.copyOf(tools);
    }

    /** Whether the model may call something. */
    public boolean wanted() {
        return !tools.isEmpty() && !(choice instanceof ToolChoice.None);
    }
}
