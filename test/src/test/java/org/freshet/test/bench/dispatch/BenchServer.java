package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.TestDatabase;

/**
 * A server as it is shipped, as a process, on a database of its own in the PostgreSQL of the benchmark.
 *
 * @param tables of its database
 */
record BenchServer(TestDatabase database, JobTables tables, Installation installation, RunningServer server)
        implements AutoCloseable {

    private static final String PROGRAM = "bin/freshet-server";

    static BenchServer start(BenchPostgres postgres, String name) throws SQLException {
        return startOn(postgres.createOurs(name), PROGRAM);
    }

    /** The server of another build, which lies in this directory. */
    static BenchServer start(BenchPostgres postgres, String name, Path build) throws SQLException {
        return startOn(
                postgres.createOurs(name),
                build.resolve(PROGRAM).toAbsolutePath().toString());
    }

    /** One more server on the database of this one. */
    BenchServer another() {
        return startOn(database, PROGRAM);
    }

    private static BenchServer startOn(TestDatabase database, String program) {
        var installation = Installation.create(Map.of(
                "FRESHET_LOCAL_PILOTS",
                "0",
                "FRESHET_DATABASE_URL",
                database.url(),
                "FRESHET_DATABASE_USER",
                database.user(),
                "FRESHET_DATABASE_PASSWORD",
                database.password(),
                "FRESHET_API_REQUESTS_PER_SECOND",
                "0",
                // So that all contestants can be connected at once.
                "FRESHET_DATABASE_CONNECTIONS",
                "10",
                // For a look inside, for example with the flight recorder.
                "FRESHET_JAVA_OPTS",
                System.getProperty("bench.server", "")));
        var server = RunningServer.of(installation, installation.start("exec " + program));
        return new BenchServer(database, new JobTables(database), installation, server);
    }

    /** So many simulated pilots that are in its books, in a process of their own. */
    Worker generator(int pilots) throws IOException {
        var file = tables.pilots(pilots, installation.directory());
        return Worker.java(Generator.class, Integer.toString(installation.port()), file.toString());
    }

    long pid() {
        return server.command().process().pid();
    }

    String token() {
        return installation.secret("admin.token");
    }

    @Override
    public void close() {
        server.close();
        installation.close();
    }
}
