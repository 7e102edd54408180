package dev.drover.router.quality;

import dev.drover.inference.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PromptFeaturesTest {

    private static final int BITS = 15;

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "37 + 58", "Where was Ban Dolan born?", "\0\uD800\uFFFF", "ДОБРЫЙ день",
            "日本語のテキスト", "x=3; y=x+4; print y", "'''", "9999999999999999999999"})
    void everyTextGivesAVectorOfLengthOne(String text) {
        FeatureVector vector = features(text);
        double sum = 0;
        for (float value : vector.values()) {
            sum += value * value;
        }

        assertThat(sum).isCloseTo(1, within(1e-4));
        assertThat(vector.indices()).hasSameSizeAs(vector.values());
        for (int index : vector.indices()) {
            assertThat(index).isBetween(0, (1 << BITS) - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"What is 37 + 58?, What is 12 + 60?", "WHAT IS 37 + 58?, what is 37 + 58?",
            "What's 37 times 58?, Whats 37 times 58?", "3 − 2, 3 - 2", "3 × 2, 3 * 2"})
    void whatOnlyDiffersInDigitsCaseOrSignsIsOneThing(String one, String two) {
        assertThat(similarity(one, two)).isCloseTo(1, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"What is 37 + 58?, Please work out 37 + 58., Where was Ban Dolan born?",
            "Where was Ban Dolan born?, Where was Tis Kuror born?, Where was my mistake there?",
            "adding 3 and 4, add 3 to 4, paint 3 at 4", "Sort: k t a b, Sort these: z q r, Sort out my life",
            "Reverse k t a b, reversed: k t a b, Research k and b"})
    void whatMeansTheSameIsNearerThanWhatDoesNot(String prompt, String near, String far) {
        assertThat(similarity(prompt, near)).isGreaterThan(similarity(prompt, far));
    }

    @Test
    void systemPromptsAndAnswersAreLeftOut() {
        FeatureVector plain = features("What is 37 + 58?");
        FeatureVector framed = PromptFeatures
                .of(List.of(Message.system("You are a pirate."), Message.user("What is 37 + 58?")), BITS);

        assertThat(framed.indices()).isEqualTo(plain.indices());
        assertThat(framed.values()).isEqualTo(plain.values());
    }

    @Test
    void theLastUserMessageDominates() {
        List<Message> conversation = List.of(Message.user("Where was Ban Dolan born?"), Message.assistant("In Tavon."),
                Message.user("What is 37 + 58?"));
        FeatureVector both = PromptFeatures.of(conversation, BITS);

        assertThat(dot(both, features("What is 37 + 58?"))).isGreaterThan(0.75)
                .isGreaterThan(2 * dot(both, features("Where was Ban Dolan born?")));
    }

    @Test
    void whatIsReadOfAConversationIsBounded() {
        List<Message> endless = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            text.append((char) ('a' + random.nextInt(26))).append(random.nextInt(5) == 0 ? " " : "");
        }
        for (int i = 0; i < 50; i++) {
            endless.add(Message.user(text.toString()));
        }

        assertThat(PromptFeatures.of(endless, BITS).indices()).hasSizeLessThan(20_000);
    }

    @Test
    void featuresAreNamedWithoutTheirDigits() {
        FeatureVector vector = features("What is 37 + 58?");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < vector.indices().length; i++) {
            names.add(vector.describe().apply(i));
        }

        assertThat(names)
                .contains("words \"# + #\"", "words \"what is #\"", "letters \"wha\"", "letters \"what\"",
                        "number of numbers: 2", "number of words: 3 to 4", "number of lines: 1")
                .noneMatch(name -> name.contains("37") || name.contains("58"));
    }

    @Test
    void theSameConversationGivesTheSameFeatures() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(100); j > 0; j--) {
                text.append((char) random.nextInt(0x3000));
            }
            FeatureVector once = features(text.toString());
            FeatureVector again = features(text.toString());
            assertThat(again.indices()).isEqualTo(once.indices());
            assertThat(again.values()).isEqualTo(once.values());
            for (int j = 0; j < once.indices().length; j++) {
                assertThat(once.describe().apply(j)).isNotBlank();
            }
        }
    }

    private static FeatureVector features(String text) {
        return PromptFeatures.of(List.of(Message.user(text)), BITS);
    }

    private static double similarity(String one, String two) {
        return dot(features(one), features(two));
    }

    private static double dot(FeatureVector one, FeatureVector two) {
        float[] dense = new float[1 << BITS];
        for (int i = 0; i < one.indices().length; i++) {
            dense[one.indices()[i]] += one.values()[i];
        }
        double sum = 0;
        for (int i = 0; i < two.indices().length; i++) {
            sum += two.values()[i] * dense[two.indices()[i]];
        }
        return sum;
    }
}
