package org.freshet.server.pilot;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotView;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.server.platform.BearerToken;
import org.freshet.server.platform.JsonBody;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.RawBody;
import org.freshet.server.platform.Unauthorized;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

@RestController
@RequestMapping("/api/v1/pilots")
class PilotController {

    /** Bytes; of a registration, only the body says which secret is right. */
    private static final int LONGEST_REGISTRATION = 64 * 1024;

    private final Pilots pilots;
    private final PilotQuerySql query;
    private final JsonBody body;

    PilotController(Pilots pilots, PilotQuerySql query, JsonBody body) {
        this.pilots = pilots;
        this.body = body;
        this.query = query;
    }

    /** For pilots, with the secret of their site: gives a pilot its id and its token. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Registered register(@RawBody(Registration.class) HttpServletRequest request) throws IOException {
        var secret = BearerToken.of(request)
                .orElseThrow(() -> new Unauthorized("A pilot registers with its site's secret as bearer token."));
        // The address at which the pilot reached this server is one that works for it.
        var server =
                ServletUriComponentsBuilder.fromContextPath(request).build().toUri();
        return pilots.register(
                body.readSmall(request, Registration.class, LONGEST_REGISTRATION, "A registration"), secret, server);
    }

    /** Pilots, newest first. */
    @GetMapping
    Page<PilotView> list(@RequestParam Map<String, String> parameters) {
        var filter = PilotFilter.of(parameters);
        return Pages.cut(query.list(filter), filter.limit(), PilotView::id);
    }
}
