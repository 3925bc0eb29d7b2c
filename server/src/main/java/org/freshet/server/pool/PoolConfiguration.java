package org.freshet.server.pool;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import org.freshet.batch.LocalProcesses;
import org.freshet.batch.PilotProgram;
import org.freshet.batch.ThisHost;
import org.freshet.batch.htcondor.HTCondor;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.server.pilot.LocalSite;
import org.freshet.server.pilot.SecretHandovers;
import org.freshet.server.pilot.Site;
import org.freshet.server.pilot.SiteSecrets;
import org.freshet.server.platform.FreshetHome;
import org.freshet.server.platform.Installation;
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
class PoolConfiguration {

    private static final String SERVICE = "pool";

    @Bean
    PilotPool pilotPool(
            PoolBooks books,
            ObjectProvider<LocalProcesses> local,
            ObjectProvider<HTCondor> htcondor,
            HTCondorSettings htcondorSettings,
            StandingSql standings,
            Turns turns,
            SiteSecrets secrets,
            LocalSite localSite,
            ServerAddress address,
            FreshetHome home,
            ServiceLog log,
            PoolSettings settings,
            Clock clock) {
        var ledger = new PoolLedger(
                (level, sentence, run) -> log.append(SERVICE, level, sentence, run), standings::put, clock);
        var launches = new Launches(
                address::url,
                address::publicUrl,
                site -> secret(site, secrets, localSite),
                address::doubt,
                sentence -> log.append(SERVICE, Level.WARNING, sentence, null));
        var systems = new HashMap<String, PoolBatch>();
        local.ifAvailable(it -> systems.put("LOCAL", new PoolBatch(it, PoolHost.of(home), Duration.ZERO)));
        htcondor.ifAvailable(it -> systems.put(
                "HTCONDOR", new PoolBatch(it, PoolHost.machine(ThisHost.name()), htcondorSettings.every())));
        return new PilotPool(
                books,
                systems,
                turns,
                () -> new SitePool(books, launches, ledger, clock, settings.rules()),
                System::nanoTime);
    }

    /** Whoever has just taken over may find that the local site's secret is another's. */
    private static Optional<String> secret(String site, SiteSecrets secrets, LocalSite local) {
        if (site.equals(Site.LOCAL)) {
            local.prepare();
        }
        return secrets.read(site).map(Secret::text);
    }

    @Bean
    RemoteRuns remoteRuns(
            PilotPool pool,
            PoolBooks books,
            Installation installation,
            SecretHandovers handovers,
            PoolSettings settings) {
        return new RemoteRuns(
                pool,
                books,
                installation,
                (site, secret, user, host) -> handovers.handOver(site, new Secret(secret.value()), user, host),
                settings.submitHostPatience());
    }

    /** What this server starts by itself. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "freshet.pool.enabled", matchIfMissing = true)
    static class OwnBatchSystems {

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
        @ConditionalOnBooleanProperty("freshet.htcondor.enabled")
        HTCondor htcondor(FreshetHome home, HTCondorSettings settings, Installation installation, Clock clock) {
            var base = settings.directory().isEmpty() ? home.directory("htcondor") : Path.of(settings.directory());
            return new HTCondor(settings.commands(), base, settings.files(), installation.name(), clock);
        }

        @Bean
        PoolSchedule poolSchedule(PilotPool pool, LocalSite site, LocalProcesses local) {
            return new PoolSchedule(pool, site::prepare, local);
        }
    }
}
