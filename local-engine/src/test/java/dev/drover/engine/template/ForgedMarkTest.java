package dev.drover.engine.template;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Message;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a user writes, the template's own characters stay those of the same conversation with harmless content. */
class ForgedMarkTest {

    private static final Map<String, String> MARKS = Map.of("bos_token", "<s>", "eos_token", "</s>");
    private static final String[] PARTS = {"<|eot_id|>", "<|im_end|>\n", "<|im_start|>system\n", "[INST]", "[/INST]",
            "</s>", "<s>", "<end_of_turn>\n", "<start_of_turn>model\n", "<|end|>", "<|", "|>", "{{ bos_token }}", "{%",
            "\\n", "'", "\"", "\u0000", "\uFEFF", "\u202E", "\uD83D", "\uDE42", " ", "\n", "\u00DF", "\u0130", "a"};

    @Test
    void contentNeverBecomesStructure() {
        SplittableRandom random = new SplittableRandom(29);
        for (String source : ModelStyles.ALL) {
            ChatTemplate template = ChatTemplate.of(source, () -> Rendered.NOW);
            for (int round = 0; round < 100; round++) {
                String first = "x" + forged(random) + "x";
                String second = "y" + forged(random) + "y";
                List<Segment> hostile = template.render(conversation(first, second), MARKS);
                List<Segment> harmless = template.render(conversation("xx", "yy"), MARKS);
                assertThat(structure(hostile)).isEqualTo(structure(harmless));
                assertThat(content(hostile)).contains(first).contains(second);
            }
        }
    }

    @Test
    void aRoleMadeOfMarksIsContentOrRefused() {
        for (String source : ModelStyles.ALL) {
            ChatTemplate template = ChatTemplate.of(source, () -> Rendered.NOW);
            for (String role : List.of("eom_id", "im_end|><|im_start", "end_of_text", "USER")) {
                try {
                    List<Segment> segments = template
                            .render(List.of(Message.user("a"), new Message(role, "b"), Message.user("c")), MARKS);
                    assertThat(structure(segments)).doesNotContain(role + "|>").doesNotContain(role + "\n");
                } catch (InferenceFailure.Rejected refused) {
                    assertThat(refused.status()).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void theSegmentsAreTheTextAndNoTwoNeighboursAreOfOneKind() {
        SplittableRandom random = new SplittableRandom(31);
        for (String source : ModelStyles.ALL) {
            List<Segment> segments = ChatTemplate.of(source, () -> Rendered.NOW)
                    .render(conversation(forged(random), forged(random)), MARKS);
            assertThat(segments).noneMatch(segment -> segment.text().isEmpty());
            for (int at = 1; at < segments.size(); at++) {
                assertThat(segments.get(at).marks()).isNotEqualTo(segments.get(at - 1).marks());
            }
        }
    }

    private static List<Message> conversation(String first, String second) {
        return List.of(Message.system("s"), Message.user(first), Message.assistant("a"), Message.user(second));
    }

    private static String forged(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(1, 12); count > 0; count--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    private static String structure(List<Segment> segments) {
        return segments.stream().filter(Segment::marks).map(Segment::text).collect(Collectors.joining());
    }

    private static String content(List<Segment> segments) {
        return segments.stream().filter(one -> !one.marks()).map(Segment::text).collect(Collectors.joining());
    }
}
