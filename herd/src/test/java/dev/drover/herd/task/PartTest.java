package dev.drover.herd.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PartTest {

    @Test
    void keysFallIntoTheirPartsForEver() {
        assertThat(Part.of("add:37:58")).isEqualTo(expected("add:37:58"));
        assertThat(Part.of("sort:k,t,a,b")).isEqualTo(expected("sort:k,t,a,b"));
        assertThat(Part.of("date:25-01:+20")).isEqualTo(expected("date:25-01:+20"));
    }

    @Test
    void partsHaveTheirShares() {
        Map<Part, Integer> counts = new EnumMap<>(Part.class);
        for (int first = 1; first <= 99; first++) {
            for (int second = first; second <= 99; second++) {
                counts.merge(Part.of("add:" + first + ":" + second), 1, Integer::sum);
            }
        }

        assertThat(counts.getOrDefault(Part.TRAIN, 0)).isBetween(2_850, 3_090);
        assertThat(counts.getOrDefault(Part.DEV, 0)).isBetween(660, 830);
        assertThat(counts.getOrDefault(Part.HELD_OUT, 0)).isBetween(1_130, 1_350);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void noContentIsInTwoParts(Domain domain) {
        Set<String> train = keys(domain, Part.TRAIN);
        Set<String> dev = keys(domain, Part.DEV);
        Set<String> heldOut = keys(domain, Part.HELD_OUT);

        assertThat(Collections.disjoint(train, dev)).isTrue();
        assertThat(Collections.disjoint(train, heldOut)).isTrue();
        assertThat(Collections.disjoint(dev, heldOut)).isTrue();
    }

    @Test
    void keyOfASumKnowsNoOrder() {
        for (int index = 0; index < 5_000; index++) {
            String[] key = Items.at(Domain.ARITH, Part.TRAIN, 1, index).contentKey().split(":", -1);
            if (!key[0].equals("sub")) {
                assertThat(Integer.parseInt(key[1])).isLessThanOrEqualTo(Integer.parseInt(key[2]));
            }
        }
    }

    private static Set<String> keys(Domain domain, Part part) {
        Set<String> keys = new HashSet<>();
        for (int index = 0; index < 4_000; index++) {
            keys.add(Items.at(domain, part, 1, index).contentKey());
        }
        return keys;
    }

    /** The split as the design words it, with other means: the first 8 hexadecimal digits modulo 100. */
    private static Part expected(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("herd-v1:" + key).getBytes(StandardCharsets.UTF_8));
            long place = Long.parseLong(HexFormat.of().formatHex(digest).substring(0, 8), 16) % 100;
            return place < 60 ? Part.TRAIN : place < 75 ? Part.DEV : Part.HELD_OUT;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
