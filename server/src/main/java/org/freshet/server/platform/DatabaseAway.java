package org.freshet.server.platform;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that cannot serve now from one that refuses what it was asked. */
public final class DatabaseAway {

    private static final String NOT_REACHED = "The database cannot be reached now. Nothing was changed; try again.";

    private static final String BROKE_OFF =
            "The connection to the database broke. Whether a change that was asked for was"
                    + " made is not known: look before you ask for it again. A job that has a key can be submitted again.";

    private static final String DISK_FULL =
            "The disk of the database is full. Nothing was changed. Free space on it, then"
                    + " try again; nothing needs to be restarted.";

    private static final String DISK_FULL_STATE = "53100";

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

    /** What to tell whoever asked, with 503, so that they come again. */
    public static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL_STATE.equals(sql.getSQLState())) {
                return DISK_FULL;
            }
        }
        return isWithoutConnection(failure) ? NOT_REACHED : BROKE_OFF;
    }

    private static boolean isWithoutConnection(Throwable failure) {
        return failure instanceof CannotCreateTransactionException
                || failure instanceof CannotGetJdbcConnectionException;
    }

    private static boolean isAway(@Nullable String state) {
        return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}
