package dev.drover.herd.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which part of the contents an item belongs to. The content key alone decides, never the wording: the same sum in other
 * words stays in its part. Of the first 8 hexadecimal digits of SHA-256("herd-v1:" + key) modulo 100, 0 to 59 train, 60
 * to 74 are for choices, the rest is held out.
 */
public enum Part {
    /** Contents a model may be trained on, 60 %. */
    TRAIN,
    /** Contents on which settings are chosen, 15 %. */
    DEV,
    /** Contents reported once a release, 25 %. */
    HELD_OUT;

    private static final int TRAIN_BELOW = 60;
    private static final int DEV_BELOW = 75;

    /** The part of a content key such as {@code add:37:58}. */
    public static Part of(String contentKey) {
        byte[] digest = sha256("herd-v1:" + contentKey);
        long first = 0;
        for (int at = 0; at < 4; at++) {
            first = (first << 8) | (digest[at] & 0xFF);
        }
        long place = first % 100;
        return place < TRAIN_BELOW ? TRAIN : place < DEV_BELOW ? DEV : HELD_OUT;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: every Java platform has it)", e);
        }
    }
}
