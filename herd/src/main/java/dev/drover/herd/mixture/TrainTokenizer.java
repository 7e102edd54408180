package dev.drover.herd.mixture;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.herd.task.Turn;
import dev.drover.herd.vocabulary.HerdTokenizer;
import dev.drover.herd.vocabulary.TokenizerTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains the tokenizer on what the generators write and puts it in a file. Run once: all models share the result, and a
 * new one makes every model file worthless.
 */
final class TrainTokenizer {

    private static final int SIZE = 1_024;
    private static final long SEED = 1;
    private static final Map<Domain, Integer> ITEMS = Map.of(Domain.ARITH, 30_000, Domain.DATES, 9_000, Domain.TEXT,
            9_000, Domain.CODE, 6_000, Domain.FACTS, 9_000, Domain.MIXED, 2_000, Domain.OTHER, 3_000);

    private TrainTokenizer() {}

    /** Trains; the one argument is the file to write. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), train().serialized());
    }

    private static HerdTokenizer train() {
        TokenizerTrainer trainer = new TokenizerTrainer();
        for (Domain domain : Domain.values()) {
            for (int index = 0; index < ITEMS.getOrDefault(domain, 0); index++) {
                Item item = Items.at(domain, Part.TRAIN, SEED, index);
                for (Turn turn : item.messages()) {
                    trainer.read(turn.content());
                }
                trainer.read(item.answer());
            }
        }
        return trainer.train(SIZE);
    }
}
