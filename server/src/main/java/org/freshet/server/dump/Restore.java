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
        try {
            var manifest = dump.manifest(versions.current());
            var tables = staging.make(DumpReader.version(manifest)).stream()
                    .collect(Collectors.toMap(Table::name, Function.identity()));
            var end = load(dump, tables);
            versions.bringUpToDate(Staging.SCHEMA);
            replacement.replace(manifest, end, user);
            events.publishEvent(new DatabaseReplaced());
            return new Restored(manifest.at(), manifest.installation(), manifest.schema(), end.rows());
        } catch (ZipException | EOFException e) {
            throw DumpReader.invalid("It is cut short or damaged: " + e.getMessage() + ".");
        } finally {
            staging.remove();
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
