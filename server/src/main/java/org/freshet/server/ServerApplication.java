package org.freshet.server;

import org.freshet.server.platform.StopDeadline;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the server. Every setting is in {@code application.yml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class ServerApplication {

    public static void main(String[] args) {
        var deadline = new StopDeadline();
        deadline.begin();
        SpringApplication.getShutdownHandlers().add(deadline::met);
        try {
            start(deadline, args);
        } catch (RuntimeException | Error e) {
            deadline.met(); // what was begun is closed, or there was nothing
            throw e;
        }
    }

    static void start(StopDeadline deadline, String... args) {
        var application = new SpringApplication(ServerApplication.class);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("stopDeadline", deadline));
        application.run(args);
    }
}
