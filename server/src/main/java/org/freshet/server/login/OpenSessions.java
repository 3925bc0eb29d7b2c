package org.freshet.server.login;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.freshet.server.account.TokenOwner;
import org.jspecify.annotations.Nullable;

/** The sessions that are open, by the token that each was begun with: of one token at most 50, for whom the oldest ends. */
final class OpenSessions {

    private static final int MOST_OF_A_TOKEN = 50;

    private final Map<Long, SequencedMap<Entry, HttpSession>> byToken = new HashMap<>();

    /**
     * Whose a session is. Known by itself, as the id of a session may change.
     *
     * @param itself equal to that of no other entry
     * @param vouchedFor whether the token was made for this session alone
     */
    record Entry(long token, String account, boolean vouchedFor, Object itself, OpenSessions all)
            implements HttpSessionBindingListener {

        private static final String ATTRIBUTE = "entry";

        static Optional<Entry> of(@Nullable HttpSession session) {
            return session == null ? Optional.empty() : Optional.ofNullable((Entry) session.getAttribute(ATTRIBUTE));
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            all.remove(this);
        }
    }

    void begin(HttpSession session, TokenOwner owner, boolean vouchedFor) {
        var entry = new Entry(owner.tokenId(), owner.account(), vouchedFor, new Object(), this);
        session.setAttribute(Entry.ATTRIBUTE, entry);
        // not under the lock: the end of a session waits for those who use it
        add(entry, session).ifPresent(OpenSessions::end);
    }

    private synchronized Optional<HttpSession> add(Entry entry, HttpSession session) {
        var sessions = byToken.computeIfAbsent(entry.token(), it -> new LinkedHashMap<>());
        sessions.put(entry, session);
        return sessions.size() > MOST_OF_A_TOKEN
                ? Optional.of(sessions.pollFirstEntry().getValue())
                : Optional.empty();
    }

    private synchronized void remove(Entry entry) {
        var sessions = byToken.get(entry.token());
        if (sessions != null) {
            sessions.remove(entry);
            if (sessions.isEmpty()) {
                byToken.remove(entry.token());
            }
        }
    }

    private static void end(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            // it ended by itself
        }
    }
}
