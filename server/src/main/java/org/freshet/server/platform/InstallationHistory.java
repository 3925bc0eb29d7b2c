package org.freshet.server.platform;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down what a person does to the installation as a whole: dumps, restores, purges. */
@Component
public class InstallationHistory {

    private final InstallationSql installation;
    private final EventSql history;

    InstallationHistory(InstallationSql installation, EventSql history) {
        this.installation = installation;
        this.history = history;
    }

    /**
     * In the transaction of the caller, if there is one.
     *
     * @param what for example {@code DUMPED}
     */
    @Transactional
    public void append(String what, String user, String reason) {
        // Asked for each time: a restore replaces it.
        history.append("installation", installation.number(), null, what, "user " + user, reason);
    }
}
