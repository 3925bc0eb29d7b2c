package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;

/** Another process that owns an embedded PostgreSQL, writes a row into it and can be killed. */
record PostgresOwner(Process process, long postgresPid) {

    static PostgresOwner start(Path home) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PostgresOwner.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = process.inputReader().lines().filter(it -> it.startsWith("pid "));
        return new PostgresOwner(
                process, Long.parseLong(lines.findFirst().orElseThrow().substring("pid ".length())));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] home) throws Exception {
        var postgres = EmbeddedPostgres.start(Path.of(home[0]), new PostgresOptions(true, Path.of("target/postgres")));
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("create table note (text text)");
            statement.execute("insert into note values ('written by the owner')");
        }
        System.out.println("pid " + postgres.pid());
        Thread.currentThread().join();
    }
}
