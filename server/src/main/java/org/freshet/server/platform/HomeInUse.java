package org.freshet.server.platform;

import org.freshet.server.platform.postgres.ProcessLock;

/** Another server runs on this home directory. */
final class HomeInUse extends RuntimeException {

    private static final long serialVersionUID = 1;

    HomeInUse(FreshetHome home, ProcessLock.Held lock) {
        super(
                "The directory %s is in use by another Freshet server: process %s%s."
                        .formatted(
                                home.home(),
                                lock.holder(),
                                ServerFile.url(home).map(" at "::concat).orElse("")),
                lock);
    }

    String remedy() {
        return "Use that server, stop it (kill PROCESS), or start this one with another FRESHET_HOME and FRESHET_PORT.";
    }
}
