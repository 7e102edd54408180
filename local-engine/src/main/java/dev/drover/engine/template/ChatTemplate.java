package dev.drover.engine.template;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a model was trained to read a conversation, as its file says it: a Jinja template (Hugging Face's dialect, with
 * {@code trim_blocks}, {@code lstrip_blocks}, {@code break} and {@code continue}). Immutable, safe for use by many threads.
 */
public final class ChatTemplate {

    private static final int LONGEST = 1 << 20;
    private static final String CHAT_ML = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' "
            + "+ message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    private final List<Node> nodes;
    private final Supplier<LocalDateTime> now;

    private ChatTemplate(List<Node> nodes, Supplier<LocalDateTime> now) {
        this.nodes = nodes;
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
            return new ChatTemplate(List.copyOf(TemplateParser.parse(source)), now);
        } catch (StackOverflowError tooDeep) {
            throw new TemplateError(1, "nested too deep (expected: fewer blocks and operators within one another)");
        }
    }

    /** The form that many models share, for files without a template. */
    public static ChatTemplate chatMl() {
        return of(CHAT_ML);
    }

    /**
     * A conversation up to the point where the model's answer begins.
     *
     * @param messages oldest first
     * @param marks what the file calls its marks, such as {@code bos_token}; they count as written by the template
     * @return the text in pieces, those of the messages apart from those of the template
     * @throws InferenceFailure.Rejected when the template refuses the conversation
     */
    public List<Segment> render(List<Message> messages, Map<String, String> marks) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Message message : messages) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("role", role(message.role()));
            map.put("content", message.content());
            list.add(map);
        }
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        marks.forEach((name, mark) -> variables.put(name, Text.own(mark)));
        variables.put("messages", list);
        variables.put("add_generation_prompt", true);
        try {
            return render(variables).segments();
        } catch (TemplateError refused) {
            throw new InferenceFailure.Rejected(400, "invalid_conversation", "messages",
                    "messages: the model's template refuses them: " + refused.getMessage());
        }
    }

    /**
     * The usual roles are part of a conversation's structure, for templates make marks of them. Any other word comes from
     * outside like content: else a role named {@code end} would be an {@code <|end|>}.
     */
    private static Object role(String role) {
        return ROLES.contains(role) ? Text.own(role) : role;
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
