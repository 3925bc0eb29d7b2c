package org.freshet.server.platform;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The servers that work on this database: this one signs in, says twice in ten seconds that it lives, and signs out. */
@Component
public class ServerInstances {

    private static final Logger log = LoggerFactory.getLogger(ServerInstances.class);
    private static final Duration SIGN_OUT = Duration.ofSeconds(1);

    private final ServerInstanceSql sql;
    private final ServerAddress address;
    private volatile @Nullable Long id;

    ServerInstances(ServerInstanceSql sql, ServerAddress address) {
        this.sql = sql;
        this.address = address;
    }

    /**
     * Where the servers of this database answer: first the address at which the caller reached this one, then the others
     * that live, then those that are perhaps being restarted: whoever comes now may stay for a day. A loopback address means
     * the caller's own machine, so one is told only to a caller on the machine of that server, and only while it lives:
     * elsewhere it would offer its token to whatever listens there.
     */
    public List<URI> after(URI first) {
        var all = new ArrayList<URI>();
        all.add(first);
        var local = ServerAddress.isLoopback(first);
        for (var other : sql.others(id == null ? -1 : id)) {
            var reachable = !ServerAddress.isLoopback(other.url())
                    || (local && other.alive() && other.host().equals(hostname()));
            if (reachable && !all.contains(other.url())) {
                all.add(other.url());
            }
        }
        return all;
    }

    /** Where the other servers that live say that they answer. */
    public List<URI> others() {
        return sql.others(id == null ? -1 : id).stream()
                .filter(ServerInstanceSql.Instance::alive)
                .map(ServerInstanceSql.Instance::url)
                .toList();
    }

    @EventListener(ApplicationReadyEvent.class)
    void signIn() {
        address.publicUrl()
                .ifPresent(
                        url -> id = sql.add(hostname(), ProcessHandle.current().pid(), url, FreshetVersion.text()));
    }

    @Scheduled(fixedRateString = "5s")
    void live() {
        var me = id;
        if (me != null) {
            sql.seen(me);
        }
    }

    /** A database that hangs does not keep the server from stopping: who is not heard of is not counted on either. */
    @EventListener(ContextClosedEvent.class)
    void signOut() {
        var me = id;
        if (me == null) {
            return;
        }
        var signing = Thread.ofVirtual().name("sign out").start(() -> {
            try {
                sql.stopped(me);
            } catch (RuntimeException e) {
                log.info("This server could not sign out: {}", e.toString());
            }
        });
        try {
            signing.join(SIGN_OUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
