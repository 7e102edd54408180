package dev.drover.engine.template;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatTemplateTest {

    private static final List<Message> CONVERSATION = List.of(Message.system("Be brief."), Message.user("Hi"),
            Message.assistant("Hello"), Message.user("2+2?"));

    @Test
    void aFileWithoutATemplateCanFallBackOnChatMl() {
        assertThat(text(ChatTemplate.chatMl(), CONVERSATION)).isEqualTo("""
                <|im_start|>system
                Be brief.<|im_end|>
                <|im_start|>user
                Hi<|im_end|>
                <|im_start|>assistant
                Hello<|im_end|>
                <|im_start|>user
                2+2?<|im_end|>
                <|im_start|>assistant
                """);
    }

    @Test
    void whatATemplateRaisesIsTheRequestsFault() {
        ChatTemplate template = ChatTemplate.of("""
                {%- for message in messages %}
                {%- if (message.role == 'user') != (loop.index0 % 2 == 0) %}
                {{- raise_exception('Roles must alternate') }}
                {%- endif %}
                {%- endfor %}""");
        assertThatExceptionOfType(InferenceFailure.Rejected.class)
                .isThrownBy(() -> template.render(CONVERSATION, Map.of()))
                .satisfies(rejected -> {
                    assertThat(rejected.status()).isEqualTo(400);
                    assertThat(rejected.code()).isEqualTo("invalid_conversation");
                    assertThat(rejected.field()).isEqualTo("messages");
                })
                .withMessageContaining("Roles must alternate");
        assertThat(text(template, CONVERSATION.subList(1, 4))).isEmpty();
    }

    @Test
    void aTemplateThatCannotGoOnRejectsTheConversation() {
        ChatTemplate template = ChatTemplate.of("first\n{{ messages[0].content + 1 }}");
        assertThatThrownBy(() -> template.render(CONVERSATION, Map.of())).isInstanceOf(InferenceFailure.Rejected.class)
                .hasMessageContaining("line 2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {"{% if x %}\\n\\n{{ y => 3",
            "a\\nb\\n{{ 1 + }} => 3", "{# one\\ntwo #}\\n{% unknown %} => 3", "{{ 'a\\nb' }}\\n{% for %} => 3",
            "\\n\\n{{ $ }} => 3"})
    void whatCannotBeReadIsRefusedWithItsLine(String source, int line) {
        String unescaped = source.replace("\\n", "\n");
        assertThatThrownBy(() -> ChatTemplate.of(unescaped)).isInstanceOf(TemplateError.class)
                .hasMessageContaining("line " + line);
    }

    @Test
    void aTemplateThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> ChatTemplate.of("a".repeat((1 << 20) + 1))).isInstanceOf(TemplateError.class)
                .hasMessageContaining("1048577 characters");
    }

    @Test
    void aLongConversationBringsItsOwnBudget() {
        ChatTemplate template = ChatTemplate.of("""
                {%- set ns = namespace(all='') %}
                {%- for message in messages %}{% set ns.all = ns.all + message.content | trim %}{% endfor %}
                {{- ns.all }}""");
        String paragraph = "A sentence that is said again and again. ".repeat(2_500);
        List<Message> messages = Collections.nCopies(40, Message.user(paragraph));
        assertThat(text(template, messages)).hasSize(40 * paragraph.trim().length());
    }

    @Test
    void theClockIsReadAtEachRendering() {
        LocalDateTime[] now = {LocalDateTime.of(2026, 1, 2, 3, 4)};
        ChatTemplate template = ChatTemplate.of("{{ strftime_now('%d %B %Y') }}", () -> now[0]);
        assertThat(text(template, CONVERSATION)).isEqualTo("02 January 2026");
        now[0] = now[0].plusDays(9);
        assertThat(text(template, CONVERSATION)).isEqualTo("11 January 2026");
    }

    @Test
    void oneTemplateServesManyThreads() throws InterruptedException {
        ChatTemplate template = ChatTemplate.chatMl();
        String expected = text(template, CONVERSATION);
        List<String> results = new CopyOnWriteArrayList<>();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(each -> Thread.ofVirtual().start(() -> results.add(text(template, CONVERSATION))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(results).hasSize(8).containsOnly(expected);
    }

    private static String text(ChatTemplate template, List<Message> messages) {
        return template.render(messages, Map.of()).stream().map(Segment::text).collect(Collectors.joining());
    }
}
