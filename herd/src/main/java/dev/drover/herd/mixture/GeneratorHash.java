package dev.drover.herd.mixture;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A fingerprint of generators and tokenizer together, for logs and model cards: when two runs name the same, they read
 * the same documents.
 */
public final class GeneratorHash {

    private static final int ITEMS = 200;
    private static final long SEED = 1;

    private GeneratorHash() {}

    /** SHA-256, in hexadecimal, of the tokenizer's file and of the tokens of sample items of every domain. */
    public static String of(HerdTokenizer tokenizer) {
        MessageDigest digest = sha256();
        digest.update(tokenizer.serialized().getBytes(StandardCharsets.UTF_8));
        for (Domain domain : Domain.values()) {
            for (int index = 0; index < ITEMS; index++) {
                double progress = index % 2 == 0 ? 1 : (double) index / ITEMS;
                for (int token : ChatLayout.document(tokenizer, Items.at(domain, Part.TRAIN, SEED, index, progress))
                        .tokens()) {
                    digest.update((byte) (token >> 8));
                    digest.update((byte) token);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: every Java platform has it)", e);
        }
    }
}
