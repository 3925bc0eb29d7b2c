package org.freshet.server.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.freshet.server.account.TokenSql.Use;
import org.freshet.server.platform.DatabaseReplaced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** When each token was last used: remembered with every request, written down all at once now and then and at the end. */
@Component
public class TokenUses implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(TokenUses.class);
    private static final double NANOS = 1e9;

    private final TokenSql tokens;
    private final ConcurrentMap<Long, Long> uses = new ConcurrentHashMap<>();

    TokenUses(TokenSql tokens) {
        this.tokens = tokens;
    }

    /** It is used now. */
    public void note(long token) {
        uses.put(token, System.nanoTime());
    }

    /** The numbers are those of other tokens then. */
    @EventListener(DatabaseReplaced.class)
    void forget() {
        uses.clear();
    }

    /** Writes down what was noted; keeps it if that fails. */
    void flush() {
        var taken = new HashMap<Long, Long>();
        for (var token : uses.keySet()) {
            var at = uses.remove(token);
            if (at != null) {
                taken.put(token, at);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        var now = System.nanoTime();
        var list = new ArrayList<Use>();
        taken.forEach((token, at) -> list.add(new Use(token, (now - at) / NANOS)));
        try {
            tokens.used(list);
        } catch (RuntimeException e) {
            taken.forEach(uses::putIfAbsent);
            throw e;
        }
    }

    @Override
    public void destroy() {
        try {
            flush();
        } catch (RuntimeException e) {
            log.warn("The last use of {} tokens was not written down: {}", uses.size(), e.toString());
        }
    }
}
