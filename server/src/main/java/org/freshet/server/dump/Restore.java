package org.freshet.server.dump;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.freshet.protocol.Restored;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.DatabaseAway;
import org.freshet.server.platform.DatabaseReplaced;
import org.freshet.server.platform.ServerInstances;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replaces the content of a database without jobs by that of a dump, all of it or nothing. Nobody notices until the last
 * moment; then the server starts anew, as nothing that it remembers is right any more.
 */
@Service
class Restore {

    private static final Logger log = LoggerFactory.getLogger(Restore.class);
    private static final int TRIES = 3;

    private final Staging staging;
    private final Replacement replacement;
    private final SchemaVersions versions;
    private final ServerInstances servers;
    private final ApplicationEventPublisher events;
    private final JsonMapper json;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Restore(
            Staging staging,
            Replacement replacement,
            SchemaVersions versions,
            ServerInstances servers,
            ApplicationEventPublisher events,
            JsonMapper json) {
        this.staging = staging;
        this.replacement = replacement;
        this.versions = versions;
        this.servers = servers;
        this.events = events;
        this.json = json;
    }

    /** @param user who asked for it */
    Restored read(InputStream dump, String user) throws IOException {
        if (!oneAtATime.tryLock()) {
            throw new Conflict("A dump is being restored just now.");
        }
        try {
            checkThatNobodyElseWorksHere();
            replacement.checkThatThereAreNoJobs();
            return replaceBy(new DumpReader(dump, json), user);
        } finally {
            oneAtATime.unlock();
        }
    }

    private void checkThatNobodyElseWorksHere() {
        var others = servers.others();
        if (!others.isEmpty()) {
            throw new Conflict("Other servers work on this database: " + others
                    + ". Stop them first (one that was killed counts for 30 s), and start them again afterwards.");
        }
    }

    private Restored replaceBy(DumpReader dump, String user) throws IOException {
        Restored restored;
        try {
            var manifest = dump.manifest(versions.current());
            var tables = staging.make(DumpReader.version(manifest)).stream()
                    .collect(Collectors.toMap(Table::name, Function.identity()));
            var end = load(dump, tables);
            versions.bringUpToDate(Staging.SCHEMA);
            replace(manifest, end, user);
            restored = new Restored(manifest.at(), manifest.installation(), manifest.schema(), end.rows());
        } catch (ZipException | EOFException e) {
            throw DumpReader.invalid("It is cut short or damaged: " + e.getMessage() + ".");
        } finally {
            removeStaging();
        }
        // Last, as the connections to the database end with it.
        events.publishEvent(new DatabaseReplaced());
        return restored;
    }

    /** Deadlocks and lost races pass by themselves; nothing was replaced then. */
    private void replace(DumpManifest manifest, DumpEnd end, String user) {
        for (int n = 1; ; n++) {
            try {
                replacement.replace(manifest, end, user);
                return;
            } catch (RuntimeException e) {
                if (!DatabaseAway.isContention(e)) {
                    startAnewIfReplaced(e);
                    throw e;
                }
                if (n == TRIES) {
                    throw e;
                }
                log.info("The content of the database is replaced again: {}", e.getMessage());
            }
        }
    }

    /** What became of a commit whose answer was lost is not known; a start too many does no harm. */
    private void startAnewIfReplaced(RuntimeException failure) {
        if (DatabaseAway.explains(failure)) {
            log.warn(
                    "Whether the content of the database was replaced is not known; the server starts anew to be sure");
            events.publishEvent(new DatabaseReplaced());
        }
    }

    /** The next restore removes what stays. */
    private void removeStaging() {
        try {
            staging.remove();
        } catch (RuntimeException e) {
            log.warn("The schema {} was not removed; the next restore removes it", Staging.SCHEMA, e);
        }
    }

    private DumpEnd load(DumpReader dump, Map<String, Table> tables) throws IOException {
        try {
            return staging.load(dump, tables);
        } catch (DataAccessException e) {
            if (DatabaseAway.explains(e)) {
                throw e;
            }
            throw DumpReader.invalid(
                    "The database refuses its rows: " + e.getMostSpecificCause().getMessage() + ".");
        }
    }
}
