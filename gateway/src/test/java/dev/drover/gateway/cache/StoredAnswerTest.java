package dev.drover.gateway.cache;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class StoredAnswerTest {

    private static final AnswerPart TEXT = new AnswerPart.Frame(
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good day\"}}]}");
    private static final AnswerPart END = new AnswerPart.Frame(
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    private static final AnswerPart USED = new AnswerPart.Frame(
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}");
    private static final Usage USAGE = new Usage(5, 2, 0);
    private static final List<AnswerPart> APART = List.of(new AnswerPart.Text(0, "Good day"),
            new AnswerPart.Finish(0, "stop"), USAGE);

    @Test
    void aStreamIsReplayedAsItCameToOneWhoAsksForTheSame() {
        StoredAnswer plain = new StoredAnswer(true, List.of(TEXT, END, USAGE));
        StoredAnswer withUsage = new StoredAnswer(true, List.of(TEXT, END, USED, USAGE));
        assertThat(plain.replay(true, false)).isEqualTo(plain.parts());
        assertThat(withUsage.replay(true, true)).isEqualTo(withUsage.parts());
    }

    @Test
    void usageReachesThoseWhoAskForItAndNobodyElseWhoeverAskedFirst() {
        assertThat(new StoredAnswer(true, List.of(TEXT, END, USED, USAGE)).replay(true, false)).containsExactly(TEXT,
                END, USAGE);
        assertThat(new StoredAnswer(true, List.of(TEXT, END, USAGE)).replay(true, true))
                .containsExactlyElementsOf(APART);
    }

    @Test
    void aStreamAndAWholeAnswerAreTakenApartForOneWhoWantsTheOther() {
        AnswerPart whole = new AnswerPart.Frame("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Good day\"},"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}");
        assertThat(new StoredAnswer(true, List.of(TEXT, END, USED, USAGE)).replay(false, false))
                .containsExactlyElementsOf(APART);
        assertThat(new StoredAnswer(false, List.of(whole, USAGE)).replay(true, false)).containsExactlyElementsOf(APART);
        assertThat(new StoredAnswer(false, List.of(whole, USAGE)).replay(false, true)).containsExactly(whole, USAGE);
    }

    @Test
    void anAnswerComposedHereIsTheSameForEverybody() {
        StoredAnswer stored = new StoredAnswer(true, APART);
        assertThat(stored.replay(true, true)).isEqualTo(APART);
        assertThat(stored.replay(false, false)).isEqualTo(APART);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "no json", "{\"parts\":[]}", "{\"parts\":[1]}",
            "{\"parts\":[{\"unheard\":1}]}", "{\"parts\":[{\"text\":\"x\"}]}", "{\"parts\":[{\"facts\":[1]}]}",
            "{\"parts\":[{\"frame\":\"no json\"}]}", "{\"parts\":[{\"frame\":{}}]}", "{\"parts\":[{\"begin\":0}]}",
            "{\"parts\":[{\"usage\":\"many\"}]}"})
    void anEntryThatIsNoAnswerIsNotThere(String text) {
        assertThat(AnswerCodec.read(text)).isEmpty();
    }

    @Test
    void aFactWithoutAValueIsLeftOut() {
        Optional<StoredAnswer> read = AnswerCodec.read("{\"parts\":[{\"facts\":{\"a\":null,\"b\":1}}]}");
        assertThat(read).hasValueSatisfying(
                answer -> assertThat(answer.parts()).containsExactly(new AnswerPart.Facts(Map.of("b", 1))));
    }

    @Test
    void whateverBecomesOfAnEntryItIsReplayedOrNotThere() {
        String good = AnswerCodec.write(
                new StoredAnswer(true, List.of(TEXT, END, USED, new AnswerPart.ToolCallDelta(0, 1, null, "f", "{}"),
                        new AnswerPart.Facts(Map.of("rule", "opt", "drafted", 3)), USAGE)));
        Random random = new Random(41);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder bad = new StringBuilder(good);
            for (int change = random.nextInt(4); change >= 0 && !bad.isEmpty(); change--) {
                int at = random.nextInt(bad.length());
                switch (random.nextInt(3)) {
                    case 0 -> bad.deleteCharAt(at);
                    case 1 -> bad.setCharAt(at, "{}[]\",:\\0anx".charAt(random.nextInt(12)));
                    default -> bad.setLength(at);
                }
            }
            assertThatCode(() -> AnswerCodec.read(bad.toString()).ifPresent(answer -> answer.replay(false, false)))
                    .as(bad.toString())
                    .doesNotThrowAnyException();
        }
    }
}
