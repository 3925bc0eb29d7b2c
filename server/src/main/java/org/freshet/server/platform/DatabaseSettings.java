package org.freshet.server.platform;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the database is.
 *
 * @param url JDBC URL of a PostgreSQL 15 or newer; empty: the embedded one
 * @param user of the external database; the embedded one has its own
 * @param password of that user
 * @param connections most connections of this server at once, default 20
 */
@ConfigurationProperties("freshet.database")
record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("freshet") String user,
        @DefaultValue("") String password,
        @DefaultValue("20") int connections) {

    DatabaseSettings {
        url = url.strip();
        if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "freshet.database.url (FRESHET_DATABASE_URL) must look like jdbc:postgresql://HOST:PORT/NAME");
        }
        if (connections < 4) {
            throw new IllegalArgumentException(
                    "freshet.database.connections is " + connections + ", at least 4 are needed");
        }
    }

    boolean isEmbedded() {
        return url.isEmpty();
    }
}
