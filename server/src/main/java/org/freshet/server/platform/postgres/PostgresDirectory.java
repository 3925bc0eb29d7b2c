package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data directory, the password, the port and the log of one embedded PostgreSQL, and the programs that work on them. */
final class PostgresDirectory {

    private static final Logger log = LoggerFactory.getLogger(PostgresDirectory.class);

    private final Path home;
    private final PostgresBinaries binaries;
    private final Privileges privileges;
    private final PostgresOptions options;

    PostgresDirectory(Path home, PostgresOptions options) throws IOException {
        this.home = home;
        this.options = options;
        this.binaries = PostgresBinaries.in(options.binariesOr(home));
        this.privileges = Privileges.ofThisProcess();
        privileges.openTheWay(home, binaries.program("postgres"));
    }

    Path data() {
        return home.resolve("pg");
    }

    KeptPort port() {
        return new KeptPort(home.resolve("pg.port"));
    }

    boolean durable() {
        return options.durable();
    }

    Path log() throws IOException {
        return Files.createDirectories(home.resolve("log")).resolve("postgresql.log");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    /** The command line of a PostgreSQL program, with the rights it needs. */
    List<String> command(String program, List<String> arguments) {
        var path = binaries.program(program).toString();
        return privileges.prefixed(
                Stream.concat(Stream.of(path), arguments.stream()).toList());
    }

    /**
     * Makes the database unless it is there. It appears whole or not at all: what a start that was cut short left behind is
     * thrown away.
     *
     * @throws DatabaseUnusable if it was made by another major version of PostgreSQL, or parts of it are missing
     */
    void initialise() throws IOException {
        var isNew = !Files.exists(data());
        var hasPassword = Files.exists(passwordFile());
        if (!hasPassword) {
            writePassword();
        }
        if (isNew) {
            makeDatabase();
        }
        checkUsable();
        if (!isNew && !hasPassword) {
            log.warn("{} was missing: the database gets a new password", passwordFile());
            say(data(), FirstStartSql.setPasswords(password()));
        }
    }

    private void makeDatabase() throws IOException {
        log.info("Making the database in {}", data());
        var part = home.resolve("pg.part");
        Directories.delete(part);
        Files.createDirectory(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        privileges.handOver(part);
        // Collation by PostgreSQL itself: an update of the machine's C library must not invalidate indexes.
        var arguments = List.of(
                "-D",
                part.toString(),
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--auth=trust",
                "--no-instructions");
        var noSync = durable() ? List.<String>of() : List.of("--no-sync");
        Command.of(command(
                        "initdb",
                        Stream.concat(arguments.stream(), noSync.stream()).toList()))
                .run();
        // Nobody connects before this: "trust" holds only while no server runs.
        Files.writeString(part.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        say(part, FirstStartSql.MAKE_ROLE_AND_DATABASE + FirstStartSql.setPasswords(password()));
        Files.move(part, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void say(Path data, String statements) throws IOException {
        var singleUser = command(
                "postgres",
                List.of(
                        "--single",
                        "-D",
                        data.toString(),
                        "-c",
                        "exit_on_error=true",
                        "-c",
                        "log_checkpoints=off",
                        "postgres"));
        new Command(singleUser, statements).run();
    }

    /**
     * Refuses a database that this server cannot work with, also one whose PostgreSQL runs.
     *
     * @throws DatabaseUnusable as {@link #initialise} does
     */
    void checkUsable() throws IOException {
        if (Files.exists(data())) {
            checkParts();
            checkVersion();
        }
    }

    /** PostgreSQL would say the same in words for its developers, or not at all. */
    private void checkParts() {
        for (var part : List.of("PG_VERSION", "global/pg_control", "base", "pg_wal", "pg_hba.conf")) {
            if (!Files.exists(data().resolve(part))) {
                throw new DatabaseUnusable(
                        "The database in %s is damaged: %s is missing. It was left as it is."
                                .formatted(data(), data().resolve(part)),
                        ("Bring back the whole directory from a copy of the disk. Or move it away, start the server, which"
                                + " makes an empty database, and load your newest dump: freshet db restore FILE."));
            }
        }
    }

    private void checkVersion() throws IOException {
        var version = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw new DatabaseUnusable(
                    "The database in %s was made by PostgreSQL %s, and this server ships PostgreSQL %s. It was left as it is."
                            .formatted(data(), version, PostgresBinaries.MAJOR),
                    ("Start the Freshet version that made it, and dump the database with it: freshet db dump FILE. Stop it,"
                                    + " move %s away, start this version, and load the dump: freshet db restore FILE.")
                            .formatted(data()));
        }
    }

    private void writePassword() throws IOException {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        var part = Files.createTempFile(home, "db.password", ".part"); // readable by its owner only
        Files.writeString(part, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        Files.move(part, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path passwordFile() {
        return home.resolve("db.password");
    }
}
