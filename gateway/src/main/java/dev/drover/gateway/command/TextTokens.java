package dev.drover.gateway.command;

import dev.drover.engine.LocalModel;
import dev.drover.herd.mixture.ChatLayout;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** The tokens of a text to measure on: of a file, or of the herd's tasks with their answers. */
final class TextTokens {

    /** What the herd's texts are called, for usages. */
    static final String EXPECTED = "a text file in UTF-8, or herd:dev or herd:held-out for the bundled models";

    private static final Map<String, Part> HERD = Map.of("herd:dev", Part.DEV, "herd:held-out", Part.HELD_OUT);
    private static final int OF_HERD = 16_384;
    private static final long SEED = 20_261_121;

    private TextTokens() {}

    /**
     * The tokens of the text that {@code --text} names, no more than {@code --tokens} says.
     *
     * @throws Command.Misuse when there is no such text, or it is not for the model
     */
    static int[] of(LocalModel model, Arguments arguments) {
        String text = arguments.required("text");
        Part part = HERD.get(text);
        int[] all = part == null ? model.prompt(read(text))
                : herd(model, part, arguments.whole("tokens", OF_HERD, 2, 1 << 30));
        return Arrays.copyOf(all, Math.min(all.length, arguments.whole("tokens", all.length, 2, 1 << 30)));
    }

    private static String read(String text) {
        try {
            return Files.readString(Path.of(text));
        } catch (IOException unreadable) {
            throw Arguments.wrong("text", text, EXPECTED);
        }
    }

    /** Documents of all domains in turn. */
    private static int[] herd(LocalModel model, Part part, int least) {
        HerdTokenizer tokenizer = HerdTokenizer.bundled();
        if (model.vocabulary().size() != tokenizer.size()) {
            throw Arguments.wrong("text", "herd:", "a text file, as the model has another vocabulary than the herd");
        }
        IntStream.Builder tokens = IntStream.builder();
        int count = 0;
        for (int index = 0; count < least; index++) {
            for (Domain domain : Domain.values()) {
                int[] document = ChatLayout.document(tokenizer, Items.at(domain, part, SEED, index)).tokens();
                Arrays.stream(document).forEach(tokens::add);
                count += document.length;
            }
        }
        return tokens.build().toArray();
    }
}
