package org.freshet.server;

import org.freshet.server.platform.DatabaseReplaced;
import org.freshet.server.platform.StopDeadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Starts the server anew in this process when its database was replaced. Everything that it remembers is forgotten, its
 * local pilots end as at every stop, and whoever asks meanwhile asks again.
 */
@Component
class ServerRestart {

    private static final Logger log = LoggerFactory.getLogger(ServerRestart.class);

    private final ConfigurableApplicationContext context;
    private final ApplicationArguments arguments;
    private final StopDeadline deadline;

    ServerRestart(
            ConfigurableApplicationContext context,
            ApplicationArguments arguments,
            ObjectProvider<StopDeadline> deadline) {
        this.context = context;
        this.arguments = arguments;
        this.deadline = deadline.getIfAvailable(StopDeadline::new);
    }

    /** The request that replaced the database is answered first: the end of the web server waits for it. */
    @EventListener(DatabaseReplaced.class)
    void begin() {
        var thread = Thread.ofPlatform().name("restart").daemon(false).unstarted(this::restart);
        // Not that of the web server, which ends.
        thread.setContextClassLoader(ServerApplication.class.getClassLoader());
        thread.start();
    }

    private void restart() {
        log.warn("The content of the database was replaced: the server starts anew");
        try {
            context.close();
            ServerApplication.start(deadline, arguments.getSourceArgs());
        } catch (RuntimeException | Error e) {
            // Said by the failure report; whoever watches the process starts it again.
            System.exit(1);
        }
    }
}
