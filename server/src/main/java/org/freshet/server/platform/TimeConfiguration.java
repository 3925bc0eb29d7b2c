package org.freshet.server.platform;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The one clock of the server, and the threads of its sweeps. What must agree between servers asks the database. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    private static final Logger log = LoggerFactory.getLogger(TimeConfiguration.class);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** A few, so that a slow sweep does not hold up the others. */
    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        var scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(4);
        scheduler.setThreadNamePrefix("sweep-");
        scheduler.setErrorHandler(TimeConfiguration::tell);
        return scheduler;
    }

    /** Every sweep is repeated, whatever became of it. */
    private static void tell(Throwable failure) {
        if (DatabaseAway.explains(failure)) {
            log.warn("A sweep waits for the database: {}", failure.toString());
        } else {
            log.error("A sweep failed and is repeated", failure);
        }
    }
}
