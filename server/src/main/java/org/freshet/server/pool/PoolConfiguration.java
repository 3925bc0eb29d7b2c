package org.freshet.server.pool;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.LocalProcesses;
import org.freshet.batch.PilotProgram;
import org.freshet.server.pilot.SiteSecrets;
import org.freshet.server.platform.FreshetHome;
import org.freshet.server.platform.Secret;
import org.freshet.server.platform.ServerAddress;
import org.freshet.server.platform.StopDeadline;
import org.freshet.server.servicelog.ServiceLog;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pool and its batch systems. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "freshet.pool.enabled", matchIfMissing = true)
class PoolConfiguration {

    private static final String SERVICE = "pool";

    /** Closed by the {@link PoolSchedule}, if it ever ran: a server that cannot start must not end pilots at work. */
    @Bean(destroyMethod = "")
    LocalProcesses localProcesses(
            FreshetHome home, LocalPilotSettings settings, Clock clock, ObjectProvider<StopDeadline> deadline) {
        var program = PilotProgram.onThisJava(settings.pilotJar());
        var local = new LocalProcesses(home.directory("pilots"), program, clock, settings.endGrace());
        deadline.ifAvailable(it -> it.lastResort("local pilots", local::kill));
        return settings.work().isEmpty() ? local : local.workingIn(Path.of(settings.work()));
    }

    @Bean
    PilotPool pilotPool(
            PoolBooks books,
            LocalProcesses local,
            SiteSecrets secrets,
            ServerAddress address,
            ServiceLog log,
            Clock clock) {
        var ledger =
                new PoolLedger(sentence -> log.info(SERVICE, sentence), sentence -> log.warning(SERVICE, sentence));
        var launches = new Launches(address::url, site -> secrets.read(site).map(Secret::text));
        return new PilotPool(
                books,
                Map.<String, BatchSystem>of("LOCAL", local),
                batch -> new SitePool(batch, books, launches, ledger, clock));
    }

    @Bean
    PoolSchedule poolSchedule(PilotPool pool, LocalProcesses local) {
        return new PoolSchedule(pool, local);
    }
}
