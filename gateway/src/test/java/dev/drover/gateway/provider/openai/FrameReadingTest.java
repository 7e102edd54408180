package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.transport.Delivery;
import dev.drover.gateway.provider.transport.FrameReading;
import dev.drover.gateway.wire.BodyEdit;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure.Broken;
import dev.drover.inference.InferenceFailure.Unavailable;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When an answer has begun, when it is complete, and what is handed on of it. */
class FrameReadingTest {

    private static final String ROLE = "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";
    private static final String WHOLE = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
            + "\"Good day\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";

    private final List<AnswerPart> parts = new ArrayList<>();

    private static FrameReading reading(@Nullable String body, boolean events) {
        BodyEdit asked = body == null ? null : BodyEdit.forUpstream(body, "m");
        FrameReading reading = new FrameReading("up", new ChatTranslation(),
                asked == null ? Delivery.PARTS : new Delivery(true, asked.stream(), asked.usageWanted()));
        reading.comes(events);
        return reading;
    }

    private static FrameReading stream() {
        return reading("{\"stream\":true}", true);
    }

    private static String text(int choice, String text) {
        return "{\"choices\":[{\"index\":" + choice + ",\"delta\":{\"content\":\"" + text + "\"}}]}";
    }

    private static String finish(int choice) {
        return "{\"choices\":[{\"index\":" + choice + ",\"delta\":{},\"finish_reason\":\"stop\"}]}";
    }

    private FrameReading feed(FrameReading reading, String... frames) {
        for (String frame : frames) {
            parts.addAll(reading.message(frame));
        }
        return reading;
    }

    @Test
    void ofSeveralChoicesEachMustEnd() {
        FrameReading cut = feed(stream(), text(0, "a"), text(1, "b"), finish(0), finish(0));
        assertThatThrownBy(cut::end).isInstanceOf(Broken.class).hasMessageContaining("up ended before its answer did");

        FrameReading complete = feed(stream(), text(0, "a"), text(1, "b"), finish(1), finish(0));
        assertThat(complete.end()).isEmpty();
    }

    @Test
    void theMarkCompletesWhateverStandsOpenAndNothingAfterItCounts() {
        FrameReading reading = feed(stream(), text(0, "a"), " [DONE] ", text(0, "late"));
        assertThat(reading.done()).isTrue();
        assertThat(reading.end()).isEmpty();
        assertThat(parts).containsExactly(new AnswerPart.Frame(text(0, "a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[DONE]", "{\"choices\":[]}", "{}", USAGE})
    void anAnswerWithoutAnyChoiceIsNoneSoThatAnotherMayGiveOne(String frame) {
        FrameReading reading = feed(stream(), frame, "[DONE]");
        assertThatThrownBy(reading::end).isInstanceOfSatisfying(Unavailable.class,
                failure -> assertThat(failure.code()).isEqualTo("upstream_cut"));
    }

    @Test
    void nothingIsHandedOutBeforeAClientWouldSeeSomething() {
        FrameReading reading = feed(stream(), "{\"choices\":[],\"prompt_filter_results\":[]}", ROLE);
        assertThat(parts).isEmpty();
        assertThat(reading.begun()).isFalse();
        feed(reading, text(0, "a"));
        assertThat(parts).hasSize(3);
        assertThat(reading.begun()).isTrue();
    }

    @Test
    void howMuchIsHeldBackIsBounded() {
        FrameReading reading = stream();
        for (int frame = 0; frame < 1_500; frame++) {
            feed(reading, ROLE);
        }
        assertThat(reading.begun()).isTrue();
        assertThat(parts).hasSize(1_500);
    }

    @Test
    void usageGoesOnToThoseWhoAskedAndIsAlwaysKnown() {
        Usage usage = new Usage(5, 2, 0);
        assertThat(feed(stream(), text(0, "a"), finish(0), USAGE).end()).containsExactly(usage);
        assertThat(parts).doesNotContain(new AnswerPart.Frame(USAGE));
        parts.clear();
        FrameReading asked = reading("{\"stream\":true,\"stream_options\":{\"include_usage\":true}}", true);
        assertThat(feed(asked, text(0, "a"), finish(0), USAGE).end()).containsExactly(usage);
        assertThat(parts).endsWith(new AnswerPart.Frame(USAGE));
    }

    @Test
    void aWholeAnswerToOneWhoAskedForAStreamIsTakenApart() {
        assertThat(reading("{\"stream\":true}", false).whole(WHOLE)).containsExactly(new AnswerPart.Text(0, "Good day"),
                new AnswerPart.Finish(0, "stop"), new Usage(5, 2, 0));
        assertThat(reading("{}", false).whole(WHOLE)).containsExactly(new AnswerPart.Frame(WHOLE), new Usage(5, 2, 0));
    }

    @Test
    void aStreamToOneWhoAskedForAWholeAnswerIsTakenApart() {
        FrameReading reading = feed(reading("{}", true), ROLE, text(0, "a"), finish(0), USAGE, "[DONE]");
        parts.addAll(reading.end());
        assertThat(parts).containsExactly(new AnswerPart.Text(0, "a"), new AnswerPart.Finish(0, "stop"),
                new Usage(5, 2, 0));
    }

    @Test
    void aRequestMadeHereIsAnsweredWithPartsHoweverTheAnswerComes() {
        assertThat(reading(null, false).whole(WHOLE)).hasSize(3).noneMatch(AnswerPart.Frame.class::isInstance);
        feed(reading(null, true), text(0, "a"));
        assertThat(parts).containsExactly(new AnswerPart.Text(0, "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oops", "[]", "\"text\"", "{\"choices\":", "{} {}", ""})
    void aMalformedFrameBreaksAStreamThatHasBegunAndIsAReasonToGoElsewhereBefore(String frame) {
        assertThatThrownBy(() -> feed(stream(), frame)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> feed(stream(), text(0, "a"), frame)).isInstanceOf(Broken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"choices\":[]}", "{\"error\":{\"message\":\"no room\"}}", "<html>", ""})
    void aBodyThatIsNoAnswerIsAReasonToGoElsewhere(String body) {
        assertThatThrownBy(() -> reading("{}", false).whole(body)).isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("up ");
    }
}
