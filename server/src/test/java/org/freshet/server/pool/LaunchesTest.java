package org.freshet.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freshet.batch.Capacity;
import org.freshet.batch.Launch;
import org.junit.jupiter.api.Test;

class LaunchesTest {

    private static final URI HERE = URI.create("http://127.0.0.1:8080");
    private static final URI ANYWHERE = URI.create("http://freshet.example.org");
    private static final Capacity ASKED = new Capacity(4, 8000, 0, List.of("gpu"));

    private final List<String> warnings = new ArrayList<>();
    private Optional<String> doubt = Optional.empty();
    private final Launches launches = new Launches(
            () -> Optional.of(HERE),
            () -> Optional.of(ANYWHERE),
            site -> site.equals("stranger") ? Optional.empty() : Optional.of("the-secret"),
            () -> doubt,
            warnings::add);

    @Test
    void tellsPilotsWhereTheServerIsAndWhatToOffer() {
        assertThat(launches.of(site("local", "LOCAL")).orElseThrow()).satisfies(it -> {
            assertThat(it.servers()).containsExactly(HERE);
            assertThat(it.capacity()).isEqualTo(ASKED);
        });
        assertThat(launches.of(site("farm", "HTCONDOR")).map(Launch::servers)).contains(List.of(ANYWHERE));
        assertThat(warnings).isEmpty();
    }

    @Test
    void warnsOnceThatOthersMayNotFindTheServerAndLaunchesAllTheSame() {
        doubt = Optional.of("Who knows.");

        launches.of(site("local", "LOCAL"));
        launches.of(site("stranger", "HTCONDOR"));
        assertThat(warnings).isEmpty();

        assertThat(launches.of(site("farm", "HTCONDOR"))).isPresent();
        assertThat(launches.of(site("np04", "HTCONDOR"))).isPresent();
        assertThat(warnings).containsExactly("farm: Who knows.");
    }

    private static PoolSite site(String name, String batch) {
        return new PoolSite(name, batch, true, 100, 0, 10, false, 86_400, ASKED);
    }
}
