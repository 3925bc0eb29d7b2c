package org.freshet.server.dispatch;

import java.security.Principal;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotView;
import org.freshet.server.pilot.PilotQuerySql;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pilots/{id}")
class PilotEndController {

    private final PilotEnds ends;
    private final PilotQuerySql pilots;
    private final Installation installation;

    PilotEndController(PilotEnds ends, PilotQuerySql pilots, Installation installation) {
        this.ends = ends;
        this.pilots = pilots;
        this.installation = installation;
    }

    /** @param reason for the history, and for the pilot's own log; optional */
    record Change(@Nullable String reason) {}

    @PostMapping("/drain")
    PilotView drain(@PathVariable String id, @RequestBody(required = false) @Nullable Change change, Principal user) {
        var pilot = id(id);
        ends.drain(pilot, user.getName(), reason(change));
        return find(pilot);
    }

    @PostMapping("/kill")
    PilotView kill(@PathVariable String id, @RequestBody(required = false) @Nullable Change change, Principal user) {
        var pilot = id(id);
        ends.kill(pilot, user.getName(), reason(change));
        return find(pilot);
    }

    private static @Nullable String reason(@Nullable Change change) {
        return change == null ? null : Reason.optional(change.reason());
    }

    private PilotId id(String id) {
        return installation.pilot(id).orElseThrow(() -> new NotFound("\"" + id + "\" is not the id of a pilot."));
    }

    private PilotView find(PilotId pilot) {
        return pilots.find(pilot).orElseThrow(() -> new NotFound("Pilot " + pilot + " was purged meanwhile."));
    }
}
