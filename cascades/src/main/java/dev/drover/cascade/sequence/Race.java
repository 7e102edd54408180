package dev.drover.cascade.sequence;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One request's race of a weak and a strong model: takes events one at a time, in the order they happened, and says which parts
 * reach the client. Until the weak model is judged none do. It is judged once, at the first of: enough tokens, the end of its
 * answer, the end of the time of holding back, and the strong model's first word; what loses is cancelled in that moment, and
 * nothing of it is ever handed out.
 */
final class Race {

    /** The fact that tells what each model used, by its name: {@code promptTokens} and {@code completionTokens}. */
    static final String USAGE_FACT = "usageByModel";

    /** Below so many tokens a doubt is no reason for a hedge. */
    private static final int FIRST_DOUBT = 2;

    private enum State {
        JUDGING, WEAK, STRONG
    }

    private final DeferralOptions options;
    private final LogprobReader reader;
    private final boolean tellsLogprobs;
    private final String weakName;
    private final String strongName;
    private final Sinks.Empty<Void> weakDropped = Sinks.empty();
    private final Sinks.Empty<Void> strongDropped = Sinks.empty();
    private final Sinks.Empty<Void> strongWanted = Sinks.empty();
    private final Sinks.Empty<Void> decided = Sinks.empty();
    private final List<TokenChance> chances = new ArrayList<>();
    private final List<AnswerPart> heldWeak = new ArrayList<>();
    private final List<AnswerPart> heldStrong = new ArrayList<>();
    private State state = State.JUDGING;
    private boolean hedged;
    private @Nullable Double told;
    private @Nullable AnswerPart explanation;
    private @Nullable InferenceFailure strongFailure;
    private int weakTokens;
    private int strongTokens;

    Race(DeferralOptions options, LogprobReader reader, boolean tellsLogprobs, String weakName, String strongName) {
        this.options = options;
        this.reader = reader;
        this.tellsLogprobs = tellsLogprobs;
        this.weakName = weakName;
        this.strongName = strongName;
    }

    /** Ends when the weak model is no longer wanted. */
    Mono<Void> weakDropped() {
        return weakDropped.asMono();
    }

    /** Ends when the strong model is wanted. */
    Mono<Void> strongWanted() {
        return strongWanted.asMono();
    }

    /** Ends when the strong model is no longer wanted. */
    Mono<Void> strongDropped() {
        return strongDropped.asMono();
    }

    /** Ends when one of them is committed to. */
    Mono<Void> decided() {
        return decided.asMono();
    }

    /**
     * Takes an event.
     *
     * @return the parts that now reach the client
     * @throws InferenceFailure when the answer fails
     */
    List<AnswerPart> on(Event event) {
        return switch (event) {
            case Event.WeakPart(AnswerPart part) -> weak(part);
            case Event.WeakJudged(double score) -> {
                told = score;
                yield state == State.JUDGING ? judge("all samples are there") : List.of();
            }
            case Event.WeakDone() -> state == State.JUDGING ? judge("the answer is complete") : List.of();
            case Event.WeakFailed(InferenceFailure failure) -> weakFailed(failure);
            case Event.StrongPart(AnswerPart part) -> strong(part);
            case Event.StrongFailed(InferenceFailure failure) -> strongFailed(failure);
            case Event.HedgeDue() -> {
                boolean silent = chances.isEmpty() && weakTokens == 0;
                if (options.hedge() == DeferralOptions.Hedge.ALWAYS
                        || (options.hedge() == DeferralOptions.Hedge.LIKELY && silent)) {
                    hedge();
                }
                yield List.of();
            }
            case Event.HoldOver() -> state == State.JUDGING ? judge("it was held back long enough") : List.of();
        };
    }

    private List<AnswerPart> weak(AnswerPart part) {
        if (state == State.STRONG) {
            return List.of();
        }
        count(part);
        if (state == State.WEAK) {
            return passed(part);
        }
        heldWeak.add(part);
        if (chances.size() >= options.holdTokens() || (silentOnChances() && weakTokens > options.holdTokens())) {
            return judge("enough tokens are there");
        }
        if (options.hedge() == DeferralOptions.Hedge.LIKELY && chances.size() >= FIRST_DOUBT && doubtful()) {
            hedge();
        }
        return List.of();
    }

    /** Whether text comes without the log-probabilities that it should be judged by. */
    private boolean silentOnChances() {
        return options.by().readsLogprobs() && chances.isEmpty();
    }

    private void count(AnswerPart part) {
        if (part instanceof AnswerPart.Logprobs logprobs) {
            chances.addAll(reader.read(logprobs.json()));
        } else if (produces(part)) {
            weakTokens++;
        }
    }

    private static boolean produces(AnswerPart part) {
        return part instanceof AnswerPart.Text || part instanceof AnswerPart.Reasoning
                || part instanceof AnswerPart.Refusal || part instanceof AnswerPart.ToolCallDelta;
    }

    private List<AnswerPart> strong(AnswerPart part) {
        if (state == State.WEAK) {
            return List.of();
        }
        strongTokens += produces(part) ? 1 : 0;
        if (state == State.STRONG) {
            return passed(part);
        }
        heldStrong.add(part);
        return produces(part) ? judge("the strong model has begun") : List.of();
    }

    private List<AnswerPart> weakFailed(InferenceFailure failure) {
        return switch (state) {
            case JUDGING -> defer("the weak model failed: " + failure.code());
            case WEAK -> throw failure;
            case STRONG -> List.of();
        };
    }

    /** A hedge that fails leaves the weak model's answer, whatever it is worth. */
    private List<AnswerPart> strongFailed(InferenceFailure failure) {
        if (state == State.STRONG) {
            throw failure;
        }
        strongFailure = failure;
        return List.of();
    }

    private void hedge() {
        if (state == State.JUDGING && !hedged) {
            hedged = true;
            strongWanted.tryEmitEmpty();
        }
    }

    private double score() {
        Double whole = told;
        return whole != null ? whole : options.by().of(chances, options.quantile());
    }

    private boolean doubtful() {
        return !(score() >= options.threshold());
    }

    private List<AnswerPart> judge(String why) {
        if (doubtful() && strongFailure == null) {
            return defer(why);
        }
        state = State.WEAK;
        strongDropped.tryEmitEmpty();
        decided.tryEmitEmpty();
        return handed(heldWeak, why, weakName);
    }

    private List<AnswerPart> defer(String why) {
        InferenceFailure failure = strongFailure;
        if (failure != null) {
            throw failure;
        }
        state = State.STRONG;
        weakDropped.tryEmitEmpty();
        decided.tryEmitEmpty();
        strongWanted.tryEmitEmpty();
        return handed(heldStrong, why, strongName);
    }

    private List<AnswerPart> handed(List<AnswerPart> held, String why, String name) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("by", options.by().word());
        facts.put("confidence", Math.round(score() * 1e4) / 1e4);
        facts.put("threshold", options.threshold());
        facts.put("judgedTokens", Math.max(chances.size(), weakTokens));
        facts.put("judgedWhen", why);
        facts.put("hedged", hedged);
        facts.put("answeredBy", name);
        explanation = new AnswerPart.Facts(Map.of("deferral", facts));
        List<AnswerPart> parts = new ArrayList<>();
        held.forEach(part -> parts.addAll(passed(part)));
        held.clear();
        return parts;
    }

    /** Hands a part of the answer on. The first is followed by the explanation, which alone would count as a beginning. */
    private List<AnswerPart> passed(AnswerPart part) {
        List<AnswerPart> parts = new ArrayList<>();
        if (part instanceof Usage usage) {
            parts.add(new AnswerPart.Facts(Map.of(USAGE_FACT, usages(usage))));
        }
        if (tellsLogprobs || !(part instanceof AnswerPart.Logprobs)) {
            parts.add(part);
        }
        AnswerPart told = explanation;
        if (told != null) {
            explanation = null;
            parts.add(told);
        }
        return parts;
    }

    /** What each model used: who was cancelled read the prompt and produced what was seen of it. */
    private Map<String, Object> usages(Usage usage) {
        boolean weakAnswered = state == State.WEAK;
        Map<String, Object> usages = new LinkedHashMap<>();
        usages.put(weakAnswered ? weakName : strongName,
                Map.of("promptTokens", usage.promptTokens(), "completionTokens", usage.completionTokens()));
        if (!weakAnswered || hedged) {
            int produced = weakAnswered ? strongTokens : Math.max(chances.size(), weakTokens);
            usages.put(weakAnswered ? strongName : weakName,
                    Map.of("promptTokens", usage.promptTokens(), "completionTokens", produced));
        }
        return usages;
    }
}
