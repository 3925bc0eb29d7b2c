package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.account.TokenSql;
import org.freshet.server.account.TokenUses;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who looks at pages that stay open, and whether each may go on as who they came: asked of the database for all of them
 * together, however many they are.
 */
@Component
public class Attendance {

    private final BrowserSessions sessions;
    private final TokenSql tokens;
    private final TokenUses uses;
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();

    Attendance(BrowserSessions sessions, TokenSql tokens, TokenUses uses) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.uses = uses;
    }

    /** Somebody begins to look; to be closed by them. */
    public Visit begin(HttpServletRequest request) {
        var owner = request.getUserPrincipal() instanceof TokenOwner it ? it : null;
        var visit = new Visit(this, request, owner);
        visits.add(visit);
        return visit;
    }

    /** Looks whose token was revoked or expired, or whose account was disabled or got another role. A page that is open uses its token. */
    void look() {
        var known = visits.stream().filter(it -> it.owner != null).toList();
        if (known.isEmpty()) {
            return;
        }
        var ids = known.stream().map(Visit::token).collect(Collectors.toSet());
        var owners = tokens.owners(ids);
        known.forEach(it -> it.judge(owners));
        owners.forEach(it -> uses.note(it.tokenId()));
    }

    /** Somebody who looks at a page, in the thread of one request. */
    public static final class Visit implements AutoCloseable {

        private final Attendance all;
        private final HttpServletRequest request;
        private final @Nullable TokenOwner owner;
        private final boolean ofSession;
        private final long begun = System.nanoTime();
        private volatile boolean refused;

        private Visit(Attendance all, HttpServletRequest request, @Nullable TokenOwner owner) {
            this.all = all;
            this.request = request;
            this.owner = owner;
            this.ofSession = all.sessions.token(request).isPresent();
        }

        private long token() {
            return owner == null ? 0 : owner.tokenId();
        }

        private void judge(Set<TokenOwner> owners) {
            refused = owner == null || !owners.contains(owner);
        }

        /** Whether whoever began it is not logged in any more as they were then: logged out, or let in no longer. */
        public boolean isOver() {
            return refused || (ofSession && all.sessions.token(request).isEmpty());
        }

        /**
         * Whether it has lasted so long that a request must come again: to its session, one request is one use, however long
         * it lasts, and a page that is open uses its session all the time.
         */
        public boolean isToBeRenewed() {
            return ofSession && System.nanoTime() - begun > all.sessions.idle().toNanos() / 2;
        }

        @Override
        public void close() {
            all.visits.remove(this);
        }
    }
}
