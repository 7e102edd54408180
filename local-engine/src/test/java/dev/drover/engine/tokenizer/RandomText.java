package dev.drover.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Texts of all sorts of characters, lone surrogates among them. */
final class RandomText {

    private static final String COMMON = "  \t\n\r  aeiounstrHE'sre.,!?0123456789<|>|\u00e9\u00fc\u4e2d\u6587\u0430\u0301"
            + "\u00a0\u3000\u200d_-=/\\\"";

    private RandomText() {}

    static String next(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(80);
        for (int at = 0; at < length; at++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append((char) random.nextInt(0x10000));
                case 1 -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
                case 2 -> text.append(
                        String.valueOf(COMMON.charAt(random.nextInt(COMMON.length()))).repeat(random.nextInt(30)));
                default -> text.append(COMMON.charAt(random.nextInt(COMMON.length())));
            }
        }
        return text.toString();
    }

    /** A text as its UTF-8 can say it. */
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
