package org.freshet.server.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells people and programs on this machine that the server takes jobs now: one line on standard output, and
 * {@code server.json} in the home directory, which a clean stop removes.
 */
@Component
class ReadyLine {

    private final FreshetHome home;
    private final Installation installation;
    private final Environment environment;

    ReadyLine(FreshetHome home, Installation installation, Environment environment) {
        this.home = home;
        this.installation = installation;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void announce() {
        var port = environment.getProperty("local.server.port");
        if (port == null) {
            return; // a test without a web server
        }
        var url = "http://" + host(environment.getProperty("server.address")) + ":" + port;
        new ServerFile(url, ProcessHandle.current().pid(), installation.name()).write(home);
        System.out.println("Freshet is ready at " + url);
    }

    /** Programs on this machine reach a server that listens on every address by the loopback address. */
    private static String host(@Nullable String address) {
        if (address == null || address.equals("0.0.0.0") || address.equals("::")) {
            return "127.0.0.1";
        }
        return address.contains(":") ? "[" + address + "]" : address;
    }

    @EventListener(ContextClosedEvent.class)
    void withdraw() {
        ServerFile.remove(home);
    }
}
