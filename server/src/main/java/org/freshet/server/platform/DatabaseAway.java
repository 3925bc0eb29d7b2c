package org.freshet.server.platform;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that cannot serve now from one that refuses what it was asked. */
public final class DatabaseAway {

    /** Told with 503, so that whoever asked comes again. */
    public static final String SENTENCE = "The database cannot be reached now. Nothing was changed; try again.";

    /** Classes of SQLSTATE: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    private DatabaseAway() {}

    /** Whether the same request may succeed later. */
    public static boolean explains(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException
                    || cause instanceof CannotCreateTransactionException
                    || cause instanceof CannotGetJdbcConnectionException
                    || (cause instanceof SQLException sql && isAway(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(@Nullable String state) {
        return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}
