package dev.drover.cascade;

import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.Distributions;
import dev.drover.cascade.rule.Lossless;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Shaping;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Above temperature 0, answers of the real loop against the law worked out by enumeration. */
class SampledLawTest {

    private static final int ROOM = 4;
    private static final int SAMPLES = 10_000;
    private static final int[] PROMPT = {2, 1};

    private final TableModel verifier = TableModel.random("large", 4, 3, 1.2, 21);
    private final TableModel drafter = verifier.near("small", 1.2, 22);

    static List<String> rules() {
        return BuiltInRules.names();
    }

    private static CascadeOptions options(String rule, int gamma) {
        double leniency = switch (rule) {
            case "lossless" -> 0;
            case "chow" -> .45;
            case "diff" -> .02;
            case "opt" -> .2;
            default -> .4;
        };
        return CascadeOptions.of(rule, leniency, gamma);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLawIsTheTargetsWhateverTheBlockLength(String rule) {
        List<Shaping> shapings = List.of(Shaping.NONE, new Shaping(.7, 3, 1, 0), new Shaping(1.4, 0, .85, 0));
        RandomGenerator random = new SplittableRandom(23);
        for (Shaping shaping : shapings) {
            Map<String, Double> law = new Reference(drafter, verifier, options(rule, 1).deferral(), shaping).law(PROMPT,
                    ROOM);
            assertThat(law.values().stream().mapToDouble(share -> share).sum()).isCloseTo(1, within(1e-12));
            for (int gamma : new int[] {1, 3, 5}) {
                double deviation = ChiSquare.deviation(law, SAMPLES,
                        () -> sample(options(rule, gamma), shaping, random));
                assertThat(deviation).as("%s, block %s, %s", rule, gamma, shaping).isLessThan(4);
            }
        }
    }

    @Test
    void theTestSeesALawThatIsNotTheTargets() {
        RandomGenerator random = new SplittableRandom(24);
        Map<String, Double> law = new Reference(drafter, verifier, new Lossless().at(0), Shaping.NONE).law(PROMPT,
                ROOM);
        double deviation = ChiSquare.deviation(law, SAMPLES,
                () -> sample(options("token-v3", 3), Shaping.NONE, random));
        assertThat(deviation).isGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theFirstDraftsRejectionRateIsTheDistanceOfTargetAndDraft(String rule) {
        CascadeOptions options = options(rule, 1);
        Reference reference = new Reference(drafter, verifier, options.deferral(), Shaping.NONE);
        RandomGenerator random = new SplittableRandom(25);
        SpeculativeDecoding decoding = new SpeculativeDecoding(drafter, verifier, options);
        double[] expected = new double[4];
        double[] rejected = new double[4];
        int[] seen = new int[4];
        for (int first = 0; first < 3; first++) {
            Distributions position = reference.position(2, 1, first);
            if (options.deferral().endsDraft(position)) {
                continue;
            }
            double[] target = reference.target(2, 1, first);
            for (int token = 0; token < 4; token++) {
                expected[first] += Math.max(0, position.small()[token] - target[token]);
            }
        }
        for (int i = 0; i < SAMPLES; i++) {
            try (TokenSource source = decoding.start(PROMPT, 3, Shaping.NONE, random)) {
                int first = source.next(3)[0];
                int before = Reference.count(source, "rejected");
                if (first < 3) {
                    seen[first]++;
                    int tokens = source.next(2).length;
                    int after = Reference.count(source, "rejected");
                    rejected[first] += tokens == 1 ? after - before : 0;
                }
            }
        }
        for (int first = 0; first < 3; first++) {
            double spread = Math.sqrt(expected[first] * (1 - expected[first]) / seen[first]);
            assertThat(rejected[first] / seen[first]).isCloseTo(expected[first], within(4.5 * spread + 1e-12));
        }
    }

    @Test
    void equalModelsKeepEveryToken() {
        for (String rule : rules()) {
            boolean eachToken = rule.startsWith("token") || rule.equals("bild");
            List<Shaping> above = List.of(Shaping.GREEDY, Shaping.NONE, new Shaping(.8, 0, .9, 0));
            for (Shaping shaping : eachToken ? above.subList(0, 1) : above) {
                RandomGenerator random = new SplittableRandom(26);
                try (TokenSource source = new SpeculativeDecoding(verifier, verifier, options(rule, 3)).start(PROMPT,
                        200, shaping, random)) {
                    for (int i = 0; i < 20; i++) {
                        source.next(10);
                    }
                    assertThat(source.facts()).containsEntry("rejected", 0);
                }
            }
        }
    }

    private String sample(CascadeOptions options, Shaping shaping, RandomGenerator random) {
        try (TokenSource source = new SpeculativeDecoding(drafter, verifier, options).start(PROMPT, ROOM, shaping,
                random)) {
            return Reference.letters(Reference.drain(source, ROOM, verifier));
        }
    }
}
