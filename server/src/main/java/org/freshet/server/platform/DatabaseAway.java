package org.freshet.server.platform;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that cannot serve now from one that refuses what it was asked. */
public final class DatabaseAway {

    /** Classes of SQLSTATE: connection, insufficient resources, operator intervention. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    private DatabaseAway() {}

    /** Whether the same request may succeed later. */
    public static boolean explains(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException || cause instanceof CannotCreateTransactionException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && CLASSES.contains(sql.getSQLState().substring(0, 2))) {
                return true;
            }
        }
        return false;
    }
}
