package org.freshet.server.servicelog;

import java.time.Duration;
import java.util.List;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.protocol.WatchView;
import org.freshet.server.platform.Elapsed;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Dead-man switches: whoever should write into the service log again and again and does not is an alarm. */
@Service
class Watches {

    /** Seconds. */
    private static final int SHORTEST = 10;

    private static final int LONGEST = (int) Duration.ofDays(31).toSeconds();

    private static final String SERVICE = "dead-man";

    private final WatchSql sql;
    private final EventSql events;
    private final ServiceLog log;

    Watches(WatchSql sql, EventSql events, ServiceLog log) {
        this.sql = sql;
        this.events = events;
        this.log = log;
    }

    @Transactional(readOnly = true)
    public List<WatchView> all() {
        return sql.all();
    }

    /** Watches a service, or changes how often it must write. Its silence counts from now. */
    @Transactional
    public WatchView watch(String service, int everySeconds, String user, @Nullable String reason) {
        ServiceNotes.checkService(service);
        if (everySeconds < SHORTEST || everySeconds > LONGEST) {
            throw Invalid.field(
                    "everySeconds", everySeconds + " is not allowed; " + SHORTEST + " to " + LONGEST + " are");
        }
        var id = sql.put(service, everySeconds);
        var what = "watch of " + service + ", every " + Elapsed.set(Duration.ofSeconds(everySeconds));
        events.append("setting", id, null, "WATCHED", "user " + user, Reason.with(what, reason));
        return get(service);
    }

    private WatchView get(String service) {
        return sql.all().stream()
                .filter(it -> it.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    /** Watches it no more. */
    @Transactional
    public void unwatch(String service, String user, @Nullable String reason) {
        var id = sql.remove(service)
                .orElseThrow(() -> new NotFound("There is no watch of a service \"" + service + "\"."));
        events.append("setting", id, "WATCHED", "REMOVED", "user " + user, Reason.with("watch of " + service, reason));
    }

    /** Says which alarms begin and which are over. */
    @Transactional
    public void sweep() {
        sql.turn().forEach(it -> log.append(SERVICE, it.late() ? Level.ERROR : Level.INFO, it.sentence(), null));
    }
}
