package org.freshet.server.platform;

import java.time.Duration;
import org.freshet.server.platform.postgres.EmbeddedPostgres;
import org.freshet.server.platform.postgres.ExternalPostgres;
import org.freshet.server.platform.postgres.PostgresOptions;
import org.freshet.server.platform.postgres.PostgresServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Home, PostgreSQL, connections: each bean needs the one before, so they stop in the opposite order. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    HomeLock homeLock(FreshetHome home) {
        return HomeLock.take(home);
    }

    @Bean
    PostgresServer postgresServer(
            DatabaseSettings settings, FreshetHome home, HomeLock lock, ObjectProvider<StopDeadline> deadline) {
        if (!settings.isEmbedded()) {
            return new ExternalPostgres(settings.url(), settings.user(), settings.password());
        }
        var postgres = EmbeddedPostgres.start(lock.home(), PostgresOptions.keeping());
        deadline.ifAvailable(it -> it.lastResort("PostgreSQL", postgres::kill));
        return postgres;
    }

    @Bean
    DatabasePool dataSource(PostgresServer postgres, DatabaseSettings settings) {
        return DatabaseConnections.open(postgres, settings.connections());
    }

    /** A migration of a large table takes as long as it takes. */
    @Bean
    FlywayConfigurationCustomizer patientMigrations(PostgresServer postgres) {
        return flyway -> flyway.dataSource(new PostgresConnections(postgres, Duration.ZERO));
    }
}
