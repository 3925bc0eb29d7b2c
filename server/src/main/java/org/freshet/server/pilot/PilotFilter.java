package org.freshet.server.pilot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.platform.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which pilots a list shows; what is null or empty does not restrict.
 *
 * @param after only pilots with a smaller id: where the page before ended
 * @param limit most pilots to show, 1 to 1000
 */
record PilotFilter(
        List<PilotState> states,
        @Nullable Long id,
        @Nullable String site,
        @Nullable String host,
        @Nullable Long after,
        int limit) {

    static PilotFilter of(Map<String, String> url) {
        var parameters = new Parameters(url, Set.of("state", "site", "host"));
        return new PilotFilter(
                parameters.words("state", PilotState.class),
                null,
                parameters.text("site"),
                parameters.text("host"),
                parameters.number("after"),
                parameters.limit());
    }

    static PilotFilter only(PilotId pilot) {
        return new PilotFilter(List.of(), pilot.value(), null, null, null, 1);
    }
}
