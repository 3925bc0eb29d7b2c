package org.freshet.server.pilot;

import org.freshet.server.platform.EventSql;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what people do with sites, in the transaction that does it. */
@Component
class SiteHistory {

    private final EventSql events;
    private final JsonMapper json;

    SiteHistory(EventSql events, JsonMapper json) {
        this.events = events;
        this.json = json;
    }

    /**
     * Something was done.
     *
     * @param was the site's state before; null = it is new
     * @param differences what changed besides the state; null = nothing
     */
    void append(
            Site site,
            @Nullable String was,
            String user,
            @Nullable String reason,
            @Nullable SiteDifferences differences) {
        var data = differences == null ? null : json.writeValueAsString(differences);
        events.append("site", site.id(), was, site.state(), "user " + user, reason, data);
    }

    /** The pool paused it by itself. */
    void appendPauseByPool(Site site, String was, String reason) {
        events.append("site", site.id(), was, site.state(), "service pool", reason, null);
    }
}
