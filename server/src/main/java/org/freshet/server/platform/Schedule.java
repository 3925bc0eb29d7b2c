package org.freshet.server.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** A few threads for the sweeps, so that a slow one does not hold up the others. */
@Configuration(proxyBeanMethods = false)
class Schedule {

    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        var scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(4);
        scheduler.setThreadNamePrefix("sweep-");
        return scheduler;
    }
}
