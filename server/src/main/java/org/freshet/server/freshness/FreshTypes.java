package org.freshet.server.freshness;

import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Service;

/** Tells how fresh the results of all job types are. */
@Service
public class FreshTypes {

    private final FreshTypesSql sql;
    private final FreshnessSettings settings;

    FreshTypes(FreshTypesSql sql, FreshnessSettings settings) {
        this.sql = sql;
        this.settings = settings;
    }

    /** All job types by name; in the caller's transaction, if there is one. */
    public List<TypeFreshness> all() {
        return sql.types(standard());
    }

    /** How long after its data a result may come, of types that say nothing themselves. */
    public Duration standard() {
        return settings.lateAfter();
    }
}
