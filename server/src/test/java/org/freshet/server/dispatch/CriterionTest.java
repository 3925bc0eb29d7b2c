package org.freshet.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.Offer;
import org.freshet.server.job.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {

    /** A pilot of site cern with 4 cores, 8000 MB of memory, 500 MB of disk, tags gpu and ssd, and 1000 s to live. */
    private static final Offer OFFER = new Offer(4, 8000, 500, List.of("gpu", "ssd"), 1000);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            #site | cores | memory | disk | tags        | seconds | criteria that do not hold
                  | 1     | 0      | 0    |             | 60      |
            cern  | 4     | 8000   | 500  | gpu,ssd     | 985     |
                  | 1     | 0      | 0    | ssd         | 985     |
            CERN  | 1     | 0      | 0    |             | 60      | SITE
            fnal  | 1     | 0      | 0    |             | 60      | SITE
                  | 5     | 0      | 0    |             | 60      | CORES
                  | 1     | 8001   | 0    |             | 60      | MEMORY
                  | 1     | 0      | 501  |             | 60      | DISK
                  | 1     | 0      | 0    | gpu,fpga    | 60      | TAGS
                  | 1     | 0      | 0    | GPU         | 60      | TAGS
                  | 1     | 0      | 0    |             | 986     | LIFETIME
                  | 1     | 0      | 0    |             | 31536000 | LIFETIME
            fnal  | 5     | 8001   | 501  | fpga        | 986     | SITE,CORES,MEMORY,DISK,TAGS,LIFETIME
            """)
    void comparesWhatIsAskedWithWhatIsOffered(
            @Nullable String site,
            int cores,
            int memoryMb,
            int diskMb,
            @Nullable String tags,
            int seconds,
            @Nullable String broken) {
        var asked = new Requirement("evdisp", site, cores, memoryMb, diskMb, words(tags), seconds);

        Set<String> found = Arrays.stream(Criterion.values())
                .filter(it -> !it.holds(asked, "cern", OFFER))
                .map(Criterion::name)
                .collect(Collectors.toSet());

        assertThat(found).containsExactlyInAnyOrderElementsOf(words(broken));
        assertThat(Criterion.allHold(asked, "cern", OFFER)).isEqualTo(found.isEmpty());
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Stream.of(text.split(",")).toList();
    }
}
