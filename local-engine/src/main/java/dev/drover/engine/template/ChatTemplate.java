package dev.drover.engine.template;

import dev.drover.inference.ContentPart;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolUse;
import dev.drover.inference.token.ToolForm;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a model was trained to read a conversation, as its file says it: a Jinja template (Hugging Face's dialect, with
 * {@code trim_blocks}, {@code lstrip_blocks}, {@code break} and {@code continue}). Safe for use by many threads.
 */
public final class ChatTemplate {

    private static final int LONGEST = 1 << 20;
    private static final String CHAT_ML = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' "
            + "+ message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private final List<Node> nodes;
    private final @Nullable ToolForm form;
    private final Supplier<LocalDateTime> now;
    private volatile @Nullable Boolean argumentsAsText;

    private ChatTemplate(List<Node> nodes, @Nullable ToolForm form, Supplier<LocalDateTime> now) {
        this.nodes = nodes;
        this.form = form;
        this.now = now;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateError with the line when it cannot be read
     */
    public static ChatTemplate of(String source) {
        return of(source, LocalDateTime::now);
    }

    static ChatTemplate of(String source, Supplier<LocalDateTime> now) {
        if (source.length() > LONGEST) {
            throw new TemplateError(1, source.length() + " characters (expected: at most " + LONGEST + ")");
        }
        try {
            return new ChatTemplate(List.copyOf(TemplateParser.parse(source)), form(source), now);
        } catch (StackOverflowError tooDeep) {
            throw new TemplateError(1, "nested too deep (expected: fewer blocks and operators within one another)");
        }
    }

    /** The form that many models share, for files without a template. */
    public static ChatTemplate chatMl() {
        return of(CHAT_ML);
    }

    /** How its model writes calls of tools; null where the template has no place for tools, or writes calls another way. */
    public @Nullable ToolForm toolForm() {
        return form;
    }

    /** What a template writes around calls tells the form. */
    private static @Nullable ToolForm form(String source) {
        if (source.contains("[TOOL_CALLS]")) {
            return source.contains("[ARGS]") ? ToolForm.MISTRAL_NAMED : ToolForm.MISTRAL_LIST;
        }
        if (!source.contains("tool_calls")) {
            return null;
        }
        if (source.contains("<tool_call>")) {
            return source.contains("<arg_key>") ? ToolForm.ARGUMENT_MARKS
                    : source.contains("<parameter=") ? ToolForm.FUNCTION_MARKS : ToolForm.HERMES;
        }
        if (source.contains("<function=")) {
            return null;
        }
        return source.contains("<|start_header_id|>") && source.contains("\"parameters\":") ? ToolForm.LLAMA : null;
    }

    /**
     * A conversation up to the point where the model's answer begins.
     *
     * @param messages oldest first
     * @param tools what the model may call
     * @param marks what the file calls its marks, such as {@code bos_token}; they count as written by the template
     * @return the text in pieces, those of the messages apart from those of the template
     * @throws InferenceFailure.Rejected when the template refuses the conversation
     */
    public List<Segment> render(List<Message> messages, ToolUse tools, Map<String, String> marks) {
        boolean calls = messages.stream().anyMatch(message -> !message.toolCalls().isEmpty());
        ConversationValues values = new ConversationValues(form, calls && argumentsAsText(marks));
        try {
            return render(variables(values, messages, tools, marks)).segments();
        } catch (TemplateError refused) {
            throw new InferenceFailure.Rejected(400, "invalid_conversation", "messages",
                    "messages: the model's template refuses them: " + refused.getMessage());
        }
    }

    /** A conversation without tools, as {@link #render(List, ToolUse, Map)} gives it. */
    public List<Segment> render(List<Message> messages, Map<String, String> marks) {
        return render(messages, ToolUse.NONE, marks);
    }

    private static Map<String, @Nullable Object> variables(ConversationValues values, List<Message> messages,
            ToolUse tools, Map<String, String> marks) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        marks.forEach((name, mark) -> variables.put(name, Text.own(mark)));
        variables.put("messages", values.messages(messages));
        variables.put("add_generation_prompt", true);
        if (tools.wanted()) {
            variables.put("tools", values.tools(tools));
        }
        return variables;
    }

    /** Whether a call's arguments come out as JSON only if they go in as text: tried once with a call that says which. */
    private boolean argumentsAsText(Map<String, String> marks) {
        Boolean known = argumentsAsText;
        if (known == null) {
            known = !showsArguments(false, marks) && showsArguments(true, marks);
            argumentsAsText = known;
        }
        return known;
    }

    private boolean showsArguments(boolean asText, Map<String, String> marks) {
        List<Message> trial = List.of(Message.user("?"),
                Message.calls(List.of(), List.of(new ToolCall("trial0000", "trial", "{\"key\":\"value\"}"))),
                Message.result("trial0000", List.of(new ContentPart.Text("!"))));
        try {
            return render(variables(new ConversationValues(form, asText), trial, ToolUse.NONE, marks)).string()
                    .replace(" ", "")
                    .contains("{\"key\":\"value\"}");
        } catch (TemplateError refused) {
            return false;
        }
    }

    /**
     * The text for given variables; strings among them are foreign.
     *
     * @throws TemplateError when the template raises an exception or cannot work with the variables
     */
    Text render(Map<String, ?> variables) {
        try {
            return Budget.within(() -> {
                Scope scope = new Scope(null);
                Functions.define(scope, now);
                variables.forEach((name, value) -> scope.set(name, Values.foreign(value)));
                return new Renderer().render(nodes, scope);
            });
        } catch (StackOverflowError tooDeep) {
            throw new TemplateError(1, "nested too deep (expected: fewer operators and calls within one another)");
        }
    }
}
