package org.freshet.server.dispatch;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.HostBanView;
import org.freshet.server.job.ReadyHint;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Reason;
import org.freshet.server.servicelog.ServiceLog;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Hosts on which nothing is to run any more: their pilots end after the jobs that they hold, and new ones are not let in
 * until the host is allowed again.
 */
@Service
public class HostBans {

    private static final String SERVICE = "hosts";
    private static final int LONGEST_HOST = 255;

    private final HostBanSql sql;
    private final EventSql events;
    private final ServiceLog log;
    private final ReadyHint hint;

    HostBans(HostBanSql sql, EventSql events, ServiceLog log, ReadyHint hint) {
        this.sql = sql;
        this.events = events;
        this.log = log;
        this.hint = hint;
    }

    /**
     * Bans a host, also one of which no pilot is known yet.
     *
     * @return how many of its pilots take no more jobs since
     */
    @Transactional
    public int ban(String host, String user, @Nullable String reason) {
        var name = checked(host);
        var why = Reason.required(reason);
        var id = sql.ban(name, user, why).orElseThrow(() -> banned(name));
        var said = "host " + name + " is banned: " + why;
        var pilots =
                sql.drain(name, "user " + user, "told to drain by " + user + ": " + said, "told to drain: " + said);
        events.append("host", id, "ALLOWED", "BANNED", "user " + user, why);
        log.warning(
                SERVICE,
                user + " banned host " + name + ": " + why + ". " + pilotsOf(pilots)
                        + ", and no new one of it is let in.");
        // Every dispatcher looks at once, and answers the wishes of these pilots that it has parked.
        hint.give();
        return pilots;
    }

    private Conflict banned(String host) {
        return sql.standing(host)
                .map(it -> new Conflict("Host " + host + " is banned since "
                        + it.at().truncatedTo(ChronoUnit.SECONDS) + " by " + it.by() + ": " + it.reason()))
                .orElseGet(() -> new Conflict("Host " + host + " is banned."));
    }

    private static String pilotsOf(int count) {
        return switch (count) {
            case 0 -> "No pilot of it is there";
            case 1 -> "Its 1 pilot takes no more jobs";
            default -> "Its " + count + " pilots take no more jobs";
        };
    }

    /** Lets new pilots of a host in again. Those that were told to drain go on to. */
    @Transactional
    public void allow(String host, String user, @Nullable String reason) {
        var name = checked(host);
        var why = Reason.optional(reason);
        var id = sql.allow(name, user, why).orElseThrow(() -> new Conflict("Host " + name + " is not banned."));
        events.append("host", id, "BANNED", "ALLOWED", "user " + user, why);
        log.info(SERVICE, Reason.with(user + " allowed host " + name + " again", why) + ".");
    }

    /** The ban of a host, if it is banned. */
    @Transactional(readOnly = true)
    public Optional<HostBanView> find(String host) {
        return sql.standing(host);
    }

    /** Those that stand, and then the latest that were lifted. */
    @Transactional(readOnly = true)
    public List<HostBanView> latest(int limit) {
        return sql.list(limit);
    }

    private static String checked(String host) {
        var name = host.strip();
        if (name.isEmpty()) {
            throw Invalid.field("host", "missing; give the host as its pilots name it");
        }
        if (name.length() > LONGEST_HOST) {
            throw Invalid.field("host", "longer than " + LONGEST_HOST + " characters");
        }
        if (name.indexOf('\0') >= 0) {
            throw Invalid.field("host", "the character U+0000 is not allowed");
        }
        return name;
    }
}
