package dev.drover.inference.grammar;

import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A vocabulary for tests: token 0 ends an answer, the next 256 are the bytes, then come texts. */
public class Tokens implements Vocabulary {

    private final List<byte[]> tokens = new ArrayList<>();

    /** Bytes and some texts. */
    public Tokens(List<String> texts) {
        tokens.add(new byte[0]);
        for (int value = 0; value < 256; value++) {
            tokens.add(new byte[] {(byte) value});
        }
        texts.forEach(text -> tokens.add(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Bytes and random texts of an alphabet's characters. */
    public static Tokens random(String alphabet, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] letters = alphabet.codePoints().toArray();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(2, 6); length > 0; length--) {
                text.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            texts.add(text.toString());
        }
        return new Tokens(texts);
    }

    @Override
    public int size() {
        return tokens.size();
    }

    /** A text's bytes. */
    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] encoded = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            encoded[i] = 1 + (bytes[i] & 0xFF);
        }
        return encoded;
    }

    @Override
    public byte[] bytes(int token) {
        return tokens.get(token).clone();
    }

    @Override
    public boolean endsAnswer(int token) {
        return token == 0;
    }

    @Override
    public String identity() {
        return "tokens";
    }
}
