package org.freshet.server.retention;

import java.security.Principal;
import org.freshet.protocol.Purge;
import org.freshet.protocol.Purged;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/purge")
class PurgeController {

    private final Purges purges;

    PurgeController(Purges purges) {
        this.purges = purges;
    }

    /** Removes what has ended and is old, a part with each call; the answer says where to go on. */
    @PostMapping
    Purged purge(@RequestBody Purge wish, Principal user) {
        return purges.purge(wish, user.getName());
    }
}
