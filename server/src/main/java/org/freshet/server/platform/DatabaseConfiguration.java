package org.freshet.server.platform;

import com.zaxxer.hikari.HikariDataSource;
import org.freshet.server.platform.postgres.EmbeddedPostgres;
import org.freshet.server.platform.postgres.ExternalPostgres;
import org.freshet.server.platform.postgres.PostgresOptions;
import org.freshet.server.platform.postgres.PostgresServer;
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
    PostgresServer postgresServer(DatabaseSettings settings, FreshetHome home, HomeLock lock) {
        return settings.isEmbedded()
                ? EmbeddedPostgres.start(lock.home(), PostgresOptions.keeping())
                : new ExternalPostgres(settings.url(), settings.user(), settings.password());
    }

    @Bean
    HikariDataSource dataSource(PostgresServer postgres, DatabaseSettings settings) {
        return DatabaseConnections.open(postgres, settings.connections());
    }
}
