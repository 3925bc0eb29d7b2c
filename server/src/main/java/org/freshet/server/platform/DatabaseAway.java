package org.freshet.server.platform;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that cannot serve a request now from one that refuses what it was asked. */
public final class DatabaseAway {

    private static final String NOT_REACHED = "The database cannot be reached now. Nothing was changed; try again.";

    private static final String BROKE_OFF =
            "The connection to the database broke. Whether a change that was asked for was"
                    + " made is not known: look before you ask for it again. A job that has a key can be submitted again.";

    private static final String DISK_FULL =
            "The disk of the database is full. Nothing was changed. Free space on it, then"
                    + " try again; nothing needs to be restarted.";

    private static final String CONTENDED =
            "Others changed the same things at that moment. Nothing was changed; try again.";

    private static final String DISK_FULL_STATE = "53100";

    /** Classes of SQLSTATE: connection exception, insufficient resources, operator intervention. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    /** Class of SQLSTATE of what is rolled back for others: deadlocks, transactions that cannot be put in an order. */
    private static final String ROLLED_BACK = "40";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** This server hung in the middle of a transaction, which PostgreSQL then ended. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    private DatabaseAway() {}

    /** Whether the same request may succeed later. */
    public static boolean explains(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException
                    || cause instanceof CannotCreateTransactionException
                    || cause instanceof CannotGetJdbcConnectionException
                    || (cause instanceof SQLException sql
                            && (isAway(sql.getSQLState()) || isContention(sql.getSQLState()) || isThrownAway(sql)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the database is there, but others were in the way; nothing was changed, and nothing is wrong. */
    public static boolean isContention(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isContention(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isContention(@Nullable String state) {
        return state != null && (state.startsWith(ROLLED_BACK) || state.equals(LOCK_NOT_AVAILABLE));
    }

    /** The pool closed the connection of a transaction that it had seen fail; what the transaction then tries has no state. */
    private static boolean isThrownAway(SQLException failure) {
        return failure.getSQLState() == null && "Connection is closed".equals(failure.getMessage());
    }

    /** What to tell whoever asked, with 503, so that they come again. */
    public static String sentence(Throwable failure) {
        if (failure instanceof CannotCreateTransactionException
                || failure instanceof CannotGetJdbcConnectionException) {
            return NOT_REACHED;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sentence(sql);
            }
        }
        return NOT_REACHED;
    }

    private static String sentence(SQLException failure) {
        var state = failure.getSQLState();
        if (DISK_FULL_STATE.equals(state)) {
            return DISK_FULL;
        }
        if (isContention(state)) {
            return CONTENDED;
        }
        var brokeOff = state == null || state.startsWith("08") || state.startsWith("57");
        return brokeOff ? BROKE_OFF : NOT_REACHED;
    }

    private static boolean isAway(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (CLASSES.contains(state.substring(0, 2)) || state.equals(IDLE_IN_TRANSACTION));
    }
}
