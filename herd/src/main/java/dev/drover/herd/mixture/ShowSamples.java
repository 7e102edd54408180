package dev.drover.herd.mixture;

import dev.drover.herd.phrasing.Grammar;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.io.PrintStream;
import java.util.List;

/** Prints items of every domain, how long their documents are and how many ways there are to ask. */
final class ShowSamples {

    private static final int MEASURED = 2_000;
    private static final List<String> RULES = List.of("sum", "sum-story", "difference", "difference-story",
            "signed-difference", "product", "product-story");

    private ShowSamples() {}

    /** Prints; arguments: how many items a domain (default 12) and the seed (default 7). */
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 7;
        PrintStream out = System.out;
        for (Domain domain : Domain.values()) {
            out.printf("== %s%n", domain.key());
            for (int index = 0; index < count; index++) {
                Item item = Items.at(domain, Part.TRAIN, seed, index);
                out.printf("[%s]%n", item.contentKey());
                item.messages().forEach(turn -> out.printf("  %s %s%n", turn.role().mark(), turn.content()));
                out.printf("  -> %s%n", item.answer());
            }
        }
        lengths(out, seed);
        RULES.forEach(rule -> out.printf("%s: %,.0f phrasings%n", rule, Grammar.bundled().phrases(rule)));
        out.printf("generator hash: %s%n", GeneratorHash.of(HerdTokenizer.bundled()));
    }

    private static void lengths(PrintStream out, long seed) {
        for (Domain domain : Domain.values()) {
            Mixture mixture = Mixture.specialist(domain, HerdTokenizer.bundled());
            int tokens = 0;
            int learned = 0;
            int longest = 0;
            for (int index = 0; index < MEASURED; index++) {
                var document = mixture.at(seed, index, 1);
                tokens += document.length();
                longest = Math.max(longest, document.length());
                for (boolean one : document.learned()) {
                    learned += one ? 1 : 0;
                }
            }
            out.printf("%s: %.1f tokens a document, %.1f learned, longest %d%n", domain.key(),
                    (double) tokens / MEASURED, (double) learned / MEASURED, longest);
        }
    }
}
