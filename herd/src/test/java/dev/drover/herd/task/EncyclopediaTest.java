package dev.drover.herd.task;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EncyclopediaTest {

    @Test
    void fourHundredPeopleHaveFourHundredNames() {
        assertThat(Encyclopedia.people()).hasSize(400);
        assertThat(Encyclopedia.people()).extracting(Person::name).doesNotHaveDuplicates();
    }

    @Test
    void publishedTableIsTheGeneratedOne() throws IOException {
        try (InputStream stream = Encyclopedia.class.getResourceAsStream("/dev/drover/herd/encyclopedia.csv")) {
            assertThat(stream).isNotNull();
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(Encyclopedia.table());
        }
    }

    @Test
    void everythingKnownIsOneSentence() {
        assertThat(new Person("Ban Dolan", "miner", 1843, "Tavon", "lute").sentence())
                .isEqualTo("Ban Dolan, a miner, was born in 1843 in Tavon and played the lute.");
    }

    @Test
    void everybodyIsMetInTraining() {
        Set<String> met = IntStream.range(0, 8_000)
                .mapToObj(index -> Items.at(Domain.FACTS, Part.TRAIN, 1, index).answer())
                .map(answer -> answer.substring(0, answer.indexOf(',')))
                .collect(Collectors.toSet());

        assertThat(met).hasSize(400);
    }

    @Test
    void everyKindOfFactHasWordingsInEveryPart() {
        for (Part part : Part.values()) {
            Set<String> kinds = IntStream.range(0, 2_000)
                    .mapToObj(index -> Items.at(Domain.FACTS, part, 1, index).contentKey())
                    .map(key -> key.substring(0, key.indexOf(':')))
                    .collect(Collectors.toSet());

            assertThat(kinds).contains("fact-place", "fact-year", "fact-trade", "fact-instrument");
        }
    }
}
