package org.freshet.server.dump;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.freshet.protocol.Restored;
import org.freshet.server.platform.RawBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/database")
class DumpController {

    private static final String ZIP = "application/zip";

    private static final Logger log = LoggerFactory.getLogger(DumpController.class);

    private final Dump dump;
    private final Restore restore;

    DumpController(Dump dump, Restore restore) {
        this.dump = dump;
        this.restore = restore;
    }

    // Written by this thread, however long it takes: the time-out of asynchronous answers does not hold.
    /** Everything that is in the database, in one file. */
    @GetMapping("/dump")
    void dump(@RawBody(mediaType = ZIP) HttpServletResponse response, Principal user) throws IOException {
        response.setContentType(ZIP);
        response.setHeader("Content-Disposition", "attachment; filename=\"freshet-dump.zip\"");
        try {
            dump.write(response.getOutputStream(), user.getName());
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                response.resetBuffer();
                response.setHeader("Content-Disposition", null);
                throw e;
            }
            // It is too late for another answer. A dump without its end is known to be one.
            log.error("A dump broke off; whoever asked for it is told that it is not whole", e);
        }
    }

    /** Fills a server without jobs from a dump. */
    @PostMapping("/restore")
    Restored restore(@RawBody(mediaType = ZIP) HttpServletRequest body, Principal user) throws IOException {
        return restore.read(body.getInputStream(), user.getName());
    }
}
