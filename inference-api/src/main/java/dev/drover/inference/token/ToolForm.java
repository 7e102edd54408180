package dev.drover.inference.token;

import java.util.List;

/** How models of a family write the calls of tools that they make. */
public enum ToolForm {

    /** Hermes and Qwen: {@code <tool_call>{"name": ..., "arguments": {...}}</tool_call>}, once for each call. */
    HERMES("<tool_call>", "</tool_call>"),

    /** Llama 3: the answer is {@code {"name": ..., "parameters": {...}}}, perhaps behind a mark; several with semicolons. */
    LLAMA("<|python_tag|>"),

    /** Mistral at first: {@code [TOOL_CALLS][{"name": ..., "arguments": {...}}, ...]}. */
    MISTRAL_LIST("[TOOL_CALLS]"),

    /** Mistral of late: {@code [TOOL_CALLS]name[ARGS]{...}}, once for each call. */
    MISTRAL_NAMED("[TOOL_CALLS]", "[CALL_ID]", "[ARGS]");

    @SuppressWarnings("ImmutableEnumChecker") // a list that refuses changes
    private final List<String> marks;

    ToolForm(String... marks) {
        this.marks = List.of(marks);
    }

    /** What stands around calls; in many vocabularies tokens of their own, which are no text elsewhere. */
    public List<String> marks() {
        return marks;
    }
}
