package dev.drover.engine.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables below the tokenizers against the plain ones of Java. */
class MarksTest {

    @Test
    void theLongestMarkAtAPlaceIsFound() {
        SplittableRandom random = new SplittableRandom(47);
        for (int round = 0; round < 300; round++) {
            List<String> texts = new ArrayList<>();
            Marks marks = new Marks();
            for (int token = 0; token < random.nextInt(1, 20); token++) {
                texts.add(text(random, 5));
                marks.add(texts.get(token), token);
            }
            String text = text(random, 30);
            for (int from = 0; from < text.length(); from++) {
                for (int end = from; end <= text.length(); end++) {
                    assertThat(marks.longestAt(text, from, end)).isEqualTo(longest(texts, text.substring(from, end)));
                }
            }
        }
    }

    /** The first of equal texts counts, as the first of equal tokens does. */
    private static int longest(List<String> texts, String text) {
        int longest = -1;
        for (int token = 0; token < texts.size(); token++) {
            boolean longer = longest < 0 || texts.get(token).length() > texts.get(longest).length();
            if (!texts.get(token).isEmpty() && text.startsWith(texts.get(token)) && longer) {
                longest = token;
            }
        }
        return longest;
    }

    private static String text(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            text.append("ab\uD83D\uDE42\u0000".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    @Test
    void aTableKeepsWhatWasPutFirst() {
        SplittableRandom random = new SplittableRandom(53);
        LongTable table = new LongTable();
        Map<Long, Integer> plain = new HashMap<>();
        for (int round = 0; round < 20_000; round++) {
            long key = random.nextInt(4) == 0 ? random.nextLong() : (long) random.nextInt(200) << random.nextInt(56);
            if (random.nextBoolean()) {
                plain.putIfAbsent(key, round);
                assertThat(table.putIfAbsent(key, round)).isEqualTo(plain.get(key));
            } else {
                assertThat(table.get(key)).isEqualTo(plain.getOrDefault(key, -1));
            }
        }
    }

    @Test
    void aHeapGivesTheLeastFirst() {
        SplittableRandom random = new SplittableRandom(59);
        LongHeap heap = new LongHeap(1);
        PriorityQueue<Long> plain = new PriorityQueue<>();
        for (int round = 0; round < 20_000; round++) {
            if (plain.isEmpty() || random.nextInt(5) < 3) {
                long entry = random.nextBoolean() ? random.nextLong() : random.nextInt(-5, 5);
                heap.add(entry);
                plain.add(entry);
            } else {
                assertThat(heap.poll()).isEqualTo(plain.poll());
            }
            assertThat(heap.isEmpty()).isEqualTo(plain.isEmpty());
        }
    }
}
