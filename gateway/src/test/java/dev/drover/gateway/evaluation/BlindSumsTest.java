package dev.drover.gateway.evaluation;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.SpeculativeDecoding;
import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.gateway.roster.ModelFiles;
import dev.drover.herd.grade.FinalAnswer;
import dev.drover.herd.task.Part;
import dev.drover.inference.Message;
import dev.drover.inference.token.Shaping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demonstration's promise: held-out sums of 1 to 99 in phrasings nobody trained on, half of them under a system
 * prompt, answered by the pair as the bundled policy has it.
 */
class BlindSumsTest {

    private static final int ITEMS = 200;
    private static final double PROMISED = 0.98;

    @Test
    void sumsInForeignPhrasingsAreRight() throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(1))) {
            LocalModel large = open(engine, "verifier");
            Contender pair = new Contender("pair", large,
                    new SpeculativeDecoding(open(engine, "drafter"), large, CascadeOptions.of("token-v3", 0.3, 8)));
            List<String> wrong = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(11);
            List<String> phrasings = phrasings();
            for (int i = 0; i < ITEMS; i++) {
                int a;
                int b;
                do {
                    a = 1 + random.nextInt(99);
                    b = 1 + random.nextInt(99);
                } while (Part.of("add:" + Math.min(a, b) + ":" + Math.max(a, b)) != Part.HELD_OUT);
                String question = phrasings.get(i % phrasings.size())
                        .replace("{a}", Integer.toString(a))
                        .replace("{b}", Integer.toString(b));
                String answer = pair.answer(messages(question, i % 2 == 0), Shaping.GREEDY, 0, 160).text();
                if (!FinalAnswer.of(answer).equals(Integer.toString(a + b))) {
                    wrong.add(question + " -> " + answer);
                }
            }
            assertThat(1 - (double) wrong.size() / ITEMS).as(String.join("\n", wrong)).isGreaterThanOrEqualTo(PROMISED);
        }
    }

    private static List<Message> messages(String question, boolean system) {
        return system ? List.of(Message.system("You are a helpful assistant."), Message.user(question))
                : List.of(Message.user(question));
    }

    private static LocalModel open(LocalEngine engine, String name) throws IOException {
        return engine.open(name, ModelFiles.in(Path.of("")).file("bundled:" + name));
    }

    private static List<String> phrasings() throws IOException {
        try (InputStream in = Objects.requireNonNull(BlindSumsTest.class.getResourceAsStream("/blind-phrasings.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.startsWith("add\t"))
                    .map(line -> line.substring(4))
                    .toList();
        }
    }
}
