package org.freshet.server.platform;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells people and programs on this machine that the server takes jobs now: one line on standard output, and
 * {@code server.json} in the home directory, which a clean stop removes.
 */
@Component
class ReadyLine {

    private final FreshetHome home;
    private final Installation installation;
    private final ServerAddress address;

    ReadyLine(FreshetHome home, Installation installation, ServerAddress address) {
        this.home = home;
        this.installation = installation;
        this.address = address;
    }

    @EventListener(ApplicationReadyEvent.class)
    void announce() {
        address.url().ifPresent(url -> {
            new ServerFile(url.toString(), ProcessHandle.current().pid(), installation.name()).write(home);
            System.out.println("Freshet is ready at " + url);
        });
    }

    @EventListener(ContextClosedEvent.class)
    void withdraw() {
        ServerFile.remove(home);
    }
}
