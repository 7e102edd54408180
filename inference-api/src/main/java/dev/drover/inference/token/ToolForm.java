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
    MISTRAL_NAMED("[TOOL_CALLS]", "[CALL_ID]", "[ARGS]"),

    /**
     * Qwen 3 Coder, Qwen 3.5, Nemotron 3, Step 3.5: {@code <tool_call><function=name><parameter=key>value</parameter></function>
     * </tool_call>}, once for each call, each value on lines of its own; texts without quotation marks.
     */
    FUNCTION_MARKS("<tool_call>", "</tool_call>"),

    /**
     * GLM: {@code <tool_call>name<arg_key>key</arg_key><arg_value>value</arg_value></tool_call>}, once for each call; texts
     * without quotation marks.
     */
    ARGUMENT_MARKS("<tool_call>", "</tool_call>", "<arg_key>", "</arg_key>", "<arg_value>", "</arg_value>");

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
