package org.freshet.test.chaos;

import java.util.Map;
import org.freshet.server.platform.postgres.EmbeddedPostgres;
import org.freshet.server.platform.postgres.PostgresOptions;
import org.freshet.test.support.Installation;

/** The PostgreSQL of an installation, which none of its servers owns: it is started again when it was killed. */
final class KeptPostgres implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    /** It would outlive a run that somebody stops. */
    private final Thread atExit;

    private KeptPostgres(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.atExit = new Thread(postgres::close);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Takes over what a server left, which has stopped. */
    static KeptPostgres of(Installation installation) {
        return new KeptPostgres(EmbeddedPostgres.start(installation.home(), PostgresOptions.keeping()));
    }

    /** Environment variables of a server that uses it. */
    Map<String, String> settings() {
        return Map.of(
                "FRESHET_DATABASE_URL", postgres.jdbcUrl(),
                "FRESHET_DATABASE_USER", postgres.user(),
                "FRESHET_DATABASE_PASSWORD", postgres.password());
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        postgres.close();
    }
}
