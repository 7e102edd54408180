package dev.drover.cascade;

import dev.drover.cascade.drafter.LookupDrafter;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.grammar.GrammarText;
import dev.drover.inference.grammar.TokenGrammar;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A grammar holds for drafts, replacements and added tokens alike, and rejected drafts leave no trace in it. */
class ConstrainedLoopTest {

    private static final int ROOM = 20;
    private static final int[] PROMPT = {1, 0};
    private static final String GRAMMAR = "root ::= (\"a\" root? \"b\" | \"c\" \"d\"?)+";

    static List<DeferralRule> rules() {
        return BuiltInRules.all();
    }

    private static Adjustment grammar(TableModel model) {
        return new TokenGrammar(GrammarText.read(GRAMMAR), model.vocabulary());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void whateverTheRuleTheAnswerIsOfTheGrammar(DeferralRule rule) {
        for (int seed = 0; seed < 20; seed++) {
            TableModel verifier = TableModel.random("large", 5, 4, 2, seed);
            TableModel drafter = verifier.near("small", 2, seed + 1000);
            DecodingMethod cascade = new SpeculativeDecoding(drafter, verifier,
                    CascadeOptions.of(rule.name(), null, 4));
            check(cascade, verifier, seed % 2 == 0 ? Shaping.NONE : Shaping.GREEDY, seed);
        }
    }

    @Test
    void aLookupThatTheGrammarForbidsIsNoDraft() {
        for (int seed = 0; seed < 20; seed++) {
            TableModel verifier = TableModel.random("large", 5, 4, 2, seed);
            DecodingMethod cascade = new SpeculativeDecoding(new LookupDrafter(3, 1), verifier,
                    CascadeOptions.of("lossless", null, 4));
            check(cascade, verifier, Shaping.NONE, seed);
        }
    }

    private static void check(DecodingMethod cascade, TableModel verifier, Shaping shaping, int seed) {
        List<Integer> tokens;
        try (TokenSource source = cascade.start(PROMPT, ROOM, shaping, grammar(verifier), new SplittableRandom(seed))) {
            tokens = Reference.drain(source, ROOM, verifier);
        }
        int open = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int token = tokens.get(i);
            open += token == 0 ? 1 : token == 1 ? -1 : 0;
            assertThat(open).as("brackets of %s", tokens).isNotNegative();
            assertThat(token == 3 && (i == 0 || tokens.get(i - 1) != 2)).as("d without c in %s", tokens).isFalse();
        }
        if (tokens.getLast() == 4) {
            assertThat(open).as("brackets of %s", tokens).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStrictCascadeRepeatsTheLargeModelUnderTheGrammar(DeferralRule rule) {
        for (int seed = 0; seed < 20; seed++) {
            TableModel verifier = TableModel.random("large", 5, 4, 2, seed);
            TableModel drafter = verifier.near("small", 2, seed + 1000);
            DecodingMethod cascade = new SpeculativeDecoding(drafter, verifier,
                    CascadeOptions.of(rule.name(), rule.strict(), 5));
            try (TokenSource source = cascade.start(PROMPT, ROOM, Shaping.GREEDY, grammar(verifier),
                    new SplittableRandom(seed))) {
                assertThat(Reference.drain(source, ROOM, verifier)).isEqualTo(alone(verifier));
            }
        }
    }

    private static List<Integer> alone(TableModel model) {
        List<Integer> tokens = new ArrayList<>();
        try (TokenSequence sequence = grammar(model).around(model.open(SequenceOptions.capacity(64)), PROMPT.length)) {
            int next = sequence.extend(PROMPT, 1).argmax(0);
            tokens.add(next);
            while (tokens.size() < ROOM && next != 4) {
                next = sequence.extend(new int[] {next}, 1).argmax(0);
                tokens.add(next);
            }
        }
        return tokens;
    }
}
