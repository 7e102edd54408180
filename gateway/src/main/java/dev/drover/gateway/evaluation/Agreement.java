package dev.drover.gateway.evaluation;

import dev.drover.engine.PlainDecoding;
import dev.drover.herd.task.Item;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** How far a small model says what a large one says, along the large one's own greedy answers. */
public final class Agreement {

    private static final double SURE = 0.9;
    private static final double NEAR_TIE = 0.3;

    private final TokenModel drafter;
    private final TokenModel verifier;
    private final int limit;
    private final Map<String, Sum> sums = new LinkedHashMap<>();

    /**
     * Creates one.
     *
     * @param limit how many tokens an answer may have
     */
    Agreement(TokenModel drafter, TokenModel verifier, int limit) {
        this.drafter = drafter;
        this.verifier = verifier;
        this.limit = limit;
    }

    /**
     * What two models make of some tokens of answers.
     *
     * @param tokens which: all, a kind, or a domain
     * @param count how many
     * @param distance mean total variation distance at temperature 1
     * @param sameFirst share where both have the same first choice
     * @param nearTies of the others the share where the large model finds the small one's choice at least .3 as likely as its own
     * @param sureAndOther share of all where the small model is surer than .9 of another choice than the large one's
     */
    public record Line(String tokens, long count, double distance, double sameFirst, double nearTies,
            double sureAndOther) {}

    private static final class Sum {

        private long count;
        private double distance;
        private long same;
        private long near;
        private long sure;

        private Line line(String name) {
            return new Line(name, count, distance / count, same / (double) count,
                    count == same ? 1 : near / (double) (count - same), sure / (double) count);
        }
    }

    /** Looks at an item's answer. */
    void add(Item item) {
        int[] prompt = verifier.prompt(HerdItems.conversation(item));
        int[] answer = answer(prompt);
        int[] text = Arrays.copyOf(prompt, prompt.length + answer.length - 1);
        System.arraycopy(answer, 0, text, prompt.length, answer.length - 1);
        SequenceOptions options = SequenceOptions.capacity(text.length);
        try (TokenSequence small = drafter.open(options); TokenSequence large = verifier.open(options)) {
            Logits smallRows = small.extend(text, answer.length);
            Logits largeRows = large.extend(text, answer.length);
            double[] q = new double[smallRows.size()];
            double[] p = new double[largeRows.size()];
            for (int row = 0; row < answer.length; row++) {
                Shaping.softmax(smallRows, row, 1, q);
                Shaping.softmax(largeRows, row, 1, p);
                int first = smallRows.argmax(row);
                int other = largeRows.argmax(row);
                for (String group : List.of("all", TokenKind.of(verifier.vocabulary(), answer[row], row).name(),
                        item.domain().name())) {
                    add(sums.computeIfAbsent(group.toLowerCase(Locale.ROOT), absent -> new Sum()), q, p, first, other);
                }
            }
        }
    }

    private static void add(Sum sum, double[] q, double[] p, int first, int other) {
        sum.count++;
        for (int token = 0; token < q.length; token++) {
            sum.distance += Math.max(0, p[token] - q[token]);
        }
        if (first == other) {
            sum.same++;
        } else {
            sum.near += p[first] >= NEAR_TIE * p[other] ? 1 : 0;
            sum.sure += q[first] > SURE ? 1 : 0;
        }
    }

    private int[] answer(int[] prompt) {
        int[] answer = new int[0];
        int room = Math.min(limit, verifier.contextLength() - prompt.length);
        try (TokenSource source = new PlainDecoding(verifier).start(prompt, room, Shaping.GREEDY,
                new SplittableRandom(0))) {
            do {
                answer = Arrays.copyOf(answer, answer.length + 1);
                answer[answer.length - 1] = source.next(1)[0];
            } while (answer.length < room && !verifier.vocabulary().endsAnswer(answer[answer.length - 1]));
        }
        return answer;
    }

    /** A line for all tokens, each kind and each domain, in the order they were met. */
    List<Line> lines() {
        return sums.entrySet().stream().map(entry -> entry.getValue().line(entry.getKey())).toList();
    }
}
