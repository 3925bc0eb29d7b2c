package org.freshet.server.explain;

import org.freshet.protocol.Explanation;
import org.freshet.server.job.JobNotFound;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.NotFound;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class ExplainController {

    private final Explanations explanations;
    private final Installation installation;

    ExplainController(Explanations explanations, Installation installation) {
        this.explanations = explanations;
        this.installation = installation;
    }

    @GetMapping("/jobs/{id}/explain")
    Explanation job(@PathVariable String id) {
        return installation.job(id).flatMap(explanations::ofJob).orElseThrow(() -> new JobNotFound(id));
    }

    @GetMapping("/pilots/{id}/explain")
    Explanation pilot(@PathVariable String id) {
        return installation
                .pilot(id)
                .flatMap(explanations::ofPilot)
                .orElseThrow(() ->
                        new NotFound("Pilot " + id + " does not exist. It never registered here, or it was purged."));
    }
}
