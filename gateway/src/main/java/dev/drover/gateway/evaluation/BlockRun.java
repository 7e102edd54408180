package dev.drover.gateway.evaluation;

import dev.drover.cascade.CascadeOptions;
import dev.drover.cascade.SpeculativeDecoding;
import dev.drover.herd.task.Item;
import dev.drover.inference.decode.DecodingMethod;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Shaping;
import dev.drover.inference.token.TokenModel;
import java.util.SplittableRandom;

/** The speculative loop watched block by block, beside the large model's plain decoding; prompts do not count. */
final class BlockRun {

    private final TokenModel verifier;
    private final DecodingMethod method;
    private final int limit;
    private final long[] judged;
    private final long[] kept;
    private long tokens;
    private long nanos;

    /** Watches a rule at a leniency and a block length. */
    BlockRun(TokenModel drafter, TokenModel verifier, String rule, double leniency, int gamma, int limit) {
        this(verifier, new SpeculativeDecoding(drafter, verifier, CascadeOptions.of(rule, leniency, gamma)), gamma,
                limit);
    }

    /** Watches any method, whose blocks are up to {@code gamma} tokens and one. */
    BlockRun(TokenModel verifier, DecodingMethod method, int gamma, int limit) {
        this.verifier = verifier;
        this.method = method;
        this.limit = limit;
        this.judged = new long[gamma + 1];
        this.kept = new long[gamma + 1];
    }

    /** Answers an item. */
    void add(Item item) {
        int[] prompt = verifier.prompt(HerdItems.conversation(item));
        int room = Math.min(limit, verifier.contextLength() - prompt.length);
        try (TokenSource source = method.start(prompt, room, Shaping.GREEDY, new SplittableRandom(0))) {
            int produced = source.next(room).length;
            boolean open = true;
            while (open && produced < room) {
                long rejectedBefore = count(source, "rejected");
                long keptBefore = count(source, "kept");
                long begin = System.nanoTime();
                int[] block = source.next(room - produced);
                nanos += System.nanoTime() - begin;
                note(count(source, "kept") - keptBefore, count(source, "rejected") > rejectedBefore);
                produced += block.length;
                tokens += block.length;
                for (int token : block) {
                    open &= !verifier.vocabulary().endsAnswer(token);
                }
            }
        }
    }

    private void note(long stood, boolean rejected) {
        for (int i = 0; i < stood && i < judged.length; i++) {
            judged[i]++;
            kept[i]++;
        }
        if (rejected && stood < judged.length) {
            judged[(int) stood]++;
        }
    }

    private static long count(TokenSource source, String fact) {
        return source.facts().get(fact) instanceof Number number ? number.longValue() : 0;
    }

    /** Share of judged drafts that were rejected. */
    double rejection() {
        long all = 0;
        long stood = 0;
        for (int i = 0; i < judged.length; i++) {
            all += judged[i];
            stood += kept[i];
        }
        return all == 0 ? 0 : 1 - stood / (double) all;
    }

    /** Of drafts that were judged at a place of their block, from 0, the share that stood; 1 where there were none. */
    double standing(int place) {
        return judged[place] == 0 ? 1 : kept[place] / (double) judged[place];
    }

    /** Tokens a second after the first. */
    double perSecond() {
        return tokens / (nanos / 1e9);
    }
}
