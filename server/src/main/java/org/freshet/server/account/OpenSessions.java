package org.freshet.server.account;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The sessions that are open, by the token that each was begun with: of one token at most 50, for whom the oldest ends. */
final class OpenSessions {

    static final int MOST_OF_A_TOKEN = 50;

    private final Map<Long, SequencedMap<String, HttpSession>> byToken = new HashMap<>();

    /**
     * Whose a session is.
     *
     * @param vouchedFor whether the token was made for this session alone
     */
    record Entry(long token, String account, boolean vouchedFor, OpenSessions all)
            implements HttpSessionBindingListener {

        private static final String ATTRIBUTE = "entry";

        static Optional<Entry> of(@Nullable HttpSession session) {
            return session == null ? Optional.empty() : Optional.ofNullable((Entry) session.getAttribute(ATTRIBUTE));
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            all.remove(token, event.getSession().getId());
        }
    }

    void begin(HttpSession session, TokenOwner owner, boolean vouchedFor) {
        session.setAttribute(Entry.ATTRIBUTE, new Entry(owner.tokenId(), owner.account(), vouchedFor, this));
        // not under the lock: the end of a session waits for those who use it
        add(owner.tokenId(), session).ifPresent(OpenSessions::end);
    }

    private synchronized Optional<HttpSession> add(long token, HttpSession session) {
        var sessions = byToken.computeIfAbsent(token, it -> new LinkedHashMap<>());
        sessions.put(session.getId(), session);
        return sessions.size() > MOST_OF_A_TOKEN
                ? Optional.of(sessions.pollFirstEntry().getValue())
                : Optional.empty();
    }

    private synchronized void remove(long token, String id) {
        var sessions = byToken.get(token);
        if (sessions != null) {
            sessions.remove(id);
            if (sessions.isEmpty()) {
                byToken.remove(token);
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
