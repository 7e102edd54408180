package dev.drover.gateway.evaluation;

import dev.drover.herd.grade.Grade;
import dev.drover.herd.task.Item;
import dev.drover.inference.token.Shaping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Who solved what: for each item and each contender whether the final answer was right, and how long it took.
 *
 * @param items what was asked
 * @param contenders who was asked
 * @param right by item, then by contender
 * @param millis by item, then by contender
 * @param tokens by item, then by contender
 */
public record Outcomes(List<Item> items, List<Contender> contenders, boolean[][] right, double[][] millis,
        int[][] tokens) {

    private static final int LIMIT = 200;

    /**
     * Asks every contender every item, greedily.
     *
     * @param items what to ask
     * @param contenders whom to ask
     * @param threads how many items are asked at a time
     * @param progress told how many items are done
     */
    public static Outcomes of(List<Item> items, List<Contender> contenders, int threads, IntConsumer progress) {
        Outcomes outcomes = new Outcomes(List.copyOf(items), List.copyOf(contenders),
                new boolean[items.size()][contenders.size()], new double[items.size()][contenders.size()],
                new int[items.size()][contenders.size()]);
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                int item = i;
                tasks.add(pool.submit(() -> {
                    outcomes.ask(item);
                    progress.accept(done.incrementAndGet());
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("evaluation failed: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("evaluation interrupted", interrupted);
        }
        return outcomes;
    }

    private void ask(int item) {
        for (int j = 0; j < contenders.size(); j++) {
            int contender = (item + j) % contenders.size();
            Contender.Answer answer = contenders.get(contender)
                    .answer(HerdItems.conversation(items.get(item)), Shaping.GREEDY, 0, LIMIT);
            right[item][contender] = Grade.of(items.get(item), answer.text()).exact();
            millis[item][contender] = answer.nanos() / 1e6;
            tokens[item][contender] = answer.tokens();
        }
    }

    /** Every other block of forty items, beginning with the first or the second. */
    public Outcomes half(int which) {
        int[] chosen = java.util.stream.IntStream.range(0, items.size()).filter(i -> i / 40 % 2 == which).toArray();
        Outcomes half = new Outcomes(java.util.Arrays.stream(chosen).mapToObj(items::get).toList(), contenders,
                new boolean[chosen.length][], new double[chosen.length][], new int[chosen.length][]);
        for (int i = 0; i < chosen.length; i++) {
            half.right[i] = right[chosen[i]];
            half.millis[i] = millis[chosen[i]];
            half.tokens[i] = tokens[chosen[i]];
        }
        return half;
    }

    /** The mean time of an answer by contender's name. */
    public Map<String, Double> meanMillis() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (int j = 0; j < contenders.size(); j++) {
            int contender = j;
            means.put(contenders.get(j).name(),
                    java.util.Arrays.stream(millis).mapToDouble(item -> item[contender]).average().orElse(0));
        }
        return means;
    }

    /** The share of items among {@code which} that a contender solved; NaN for none. */
    double accuracy(int contender, java.util.function.Predicate<Item> which) {
        int asked = 0;
        int solved = 0;
        for (int i = 0; i < items.size(); i++) {
            if (which.test(items.get(i))) {
                asked++;
                solved += right[i][contender] ? 1 : 0;
            }
        }
        return (double) solved / asked;
    }
}
