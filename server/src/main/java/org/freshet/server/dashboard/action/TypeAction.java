package org.freshet.server.dashboard.action;

import java.util.Locale;

/** What a person may do to a job type on its page. */
public enum TypeAction implements Action {
    LIMIT,
    NEWEST_FIRST,
    OLDEST_FIRST;

    /** Whether there is use in it now. */
    public boolean suits(boolean newestFirst) {
        return switch (this) {
            case LIMIT -> true;
            case NEWEST_FIRST -> !newestFirst;
            case OLDEST_FIRST -> newestFirst;
        };
    }

    @Override
    public String key() {
        return "type." + name();
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean asksLimit() {
        return this == LIMIT;
    }
}
