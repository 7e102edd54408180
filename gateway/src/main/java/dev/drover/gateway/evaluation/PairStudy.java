package dev.drover.gateway.evaluation;

import dev.drover.cascade.learned.CalibrationError;
import dev.drover.cascade.learned.Calibrator;
import dev.drover.cascade.learned.DeferralHead;
import dev.drover.cascade.learned.PairCalibration;
import dev.drover.cascade.learned.PairFit;
import dev.drover.herd.task.Item;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * What can be learned of a pair: both models read the right answers of items, and at each position it is known which of
 * them had the next token for its first choice. Fits on some items, and measures on others what that is worth.
 */
public final class PairStudy {

    private final TokenModel drafter;
    private final TokenModel verifier;
    private final int end;

    /**
     * Creates one.
     *
     * @param drafter the small model
     * @param verifier the large model, with the same tokens
     */
    public PairStudy(TokenModel drafter, TokenModel verifier) {
        this.drafter = drafter;
        this.verifier = verifier;
        this.end = end(verifier.vocabulary());
    }

    private static int end(Vocabulary vocabulary) {
        for (int token = 0; token < vocabulary.size(); token++) {
            if (vocabulary.endsAnswer(token)) {
                return token;
            }
        }
        throw new IllegalArgumentException("verifier: no token ends an answer (expected: one)");
    }

    /**
     * What was learned.
     *
     * @param calibration the ways of calibrating that erred least on the items that were measured on
     * @param head estimates of who is right
     * @param errors how far confidences are from the truth
     * @param gains how far estimates of who is right are from the truth
     */
    public record Result(PairCalibration calibration, DeferralHead head, List<Trust> errors, List<Gain> gains) {}

    /**
     * A way of calibrating.
     *
     * @param model whose confidence
     * @param kind which way
     * @param error expected calibration error on the items that were measured on
     */
    public record Trust(String model, String kind, double error) {}

    /**
     * An estimate of the verifier's lead over the drafter in the chance of being right.
     *
     * @param estimate which
     * @param squaredError mean squared distance from what was, which is -1, 0 or 1
     * @param deferred share of positions where the two differ and it says that the verifier is likelier right
     * @param saved of those where the verifier was right and the drafter not, the share where it says so
     * @param spoilt of those where it was the other way round, the share where it defers all the same
     */
    public record Gain(String estimate, double squaredError, double deferred, double saved, double spoilt) {}

    /** Looks at a position. */
    private interface Observer {

        void see(double[] q, double[] p, int size, int next);
    }

    /**
     * Fits and measures.
     *
     * @param train what is fitted on
     * @param dev what is measured on
     * @param progress told the number of items done
     */
    public Result of(List<Item> train, List<Item> dev, IntConsumer progress) {
        PairFit fit = new PairFit();
        for (int i = 0; i < train.size(); i++) {
            observe(train.get(i), fit::add);
            progress.accept(i + 1);
        }
        List<Measured> measured = new ArrayList<>();
        for (PairFit.Kind kind : PairFit.Kind.values()) {
            PairCalibration both = fit.calibration(kind, kind);
            measured.add(new Measured(drafter.name(), kind, both.small(), true, new CalibrationError()));
            measured.add(new Measured(verifier.name(), kind, both.large(), false, new CalibrationError()));
        }
        DeferralHead head = fit.head();
        List<GainError> gains = List.of(new GainError("confidences", (q, p, size) -> largest(p) - largest(q)),
                new GainError("learned of the drafter", fit.drafterHead()::gain),
                new GainError("learned of both", head::gain));
        for (int i = 0; i < dev.size(); i++) {
            observe(dev.get(i), (q, p, size, next) -> {
                measured.forEach(one -> one.see(q, p, size, next));
                gains.forEach(one -> one.see(q, p, size, next));
            });
            progress.accept(train.size() + i + 1);
        }
        return new Result(fit.calibration(best(measured, true), best(measured, false)), head,
                measured.stream().map(Measured::told).toList(), gains.stream().map(GainError::told).toList());
    }

    private static PairFit.Kind best(List<Measured> measured, boolean small) {
        return measured.stream()
                .filter(one -> one.small() == small)
                .min(Comparator.comparingDouble(one -> one.error().value()))
                .orElseThrow()
                .kind();
    }

    private void observe(Item item, Observer observer) {
        int[] prompt = verifier.prompt(HerdItems.conversation(item));
        int[] answer = verifier.vocabulary().encode(item.answer());
        int room = Math.min(drafter.contextLength(), verifier.contextLength());
        if (prompt.length + answer.length > room) {
            return;
        }
        int[] text = Arrays.copyOf(prompt, prompt.length + answer.length);
        System.arraycopy(answer, 0, text, prompt.length, answer.length);
        SequenceOptions options = SequenceOptions.capacity(text.length);
        try (TokenSequence small = drafter.open(options); TokenSequence large = verifier.open(options)) {
            Logits smallRows = small.extend(text, answer.length + 1);
            Logits largeRows = large.extend(text, answer.length + 1);
            double[] q = new double[smallRows.size()];
            double[] p = new double[largeRows.size()];
            for (int row = 0; row <= answer.length; row++) {
                Shaping.softmax(smallRows, row, 1, q);
                Shaping.softmax(largeRows, row, 1, p);
                observer.see(q, p, q.length, row < answer.length ? answer[row] : end);
            }
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private static int first(double[] values) {
        int first = 0;
        for (int token = 1; token < values.length; token++) {
            first = values[token] > values[first] ? token : first;
        }
        return first;
    }

    private record Measured(String model, PairFit.Kind kind, Calibrator calibrator, boolean small,
            CalibrationError error) {

        void see(double[] q, double[] p, int size, int next) {
            double[] own = small ? q : p;
            int first = first(own);
            error.add(calibrator.of(own, size, own[first]), first == next);
        }

        Trust told() {
            return new Trust(model, kind.name().toLowerCase(Locale.ROOT), error.value());
        }
    }

    private interface Estimate {

        double gain(double[] q, double[] p, int size);
    }

    private static final class GainError {

        private final String name;
        private final Estimate estimate;
        private double squares;
        private long positions;
        private long differ;
        private long deferred;
        private long better;
        private long saved;
        private long worse;
        private long spoilt;

        GainError(String name, Estimate estimate) {
            this.name = name;
            this.estimate = estimate;
        }

        void see(double[] q, double[] p, int size, int next) {
            int small = first(q);
            int large = first(p);
            double gain = estimate.gain(q, p, size);
            int truth = (large == next ? 1 : 0) - (small == next ? 1 : 0);
            positions++;
            squares += (gain - truth) * (gain - truth);
            if (small != large) {
                boolean defers = gain > 0;
                differ++;
                deferred += defers ? 1 : 0;
                better += truth > 0 ? 1 : 0;
                saved += truth > 0 && defers ? 1 : 0;
                worse += truth < 0 ? 1 : 0;
                spoilt += truth < 0 && defers ? 1 : 0;
            }
        }

        Gain told() {
            return new Gain(name, squares / positions, deferred / (double) differ, saved / (double) better,
                    spoilt / (double) worse);
        }
    }

    /** The content of a file that policies name. */
    public static String file(Result result, Map<String, Object> about) {
        return result.calibration().file(result.head(), about);
    }
}
