package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class DatabaseAwayTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true", // connection failure
        "53300, true", // too many connections
        "57P01, true", // shut down by an administrator
        "40P01, true", // deadlock
        "55P03, true", // lock not available
        "25P03, true", // idle in a transaction for too long: this server hung
        "25P02, false", // the transaction failed before
        "54000, false", // index row too large
        "22021, false", // a text with U+0000
        "22008, false", // a time out of range
        ", false"
    })
    void goesByTheStateThatTheDatabaseTells(String state, boolean away) {
        var failure = new DataAccessResourceFailureException("a statement failed", new SQLException("why", state));

        assertThat(DatabaseAway.explains(failure)).isEqualTo(away);
    }

    @Test
    void takesAFailureThatPassesByItselfForOne() {
        assertThat(DatabaseAway.explains(new QueryTimeoutException("too slow"))).isTrue();
        assertThat(DatabaseAway.explains(new DataIntegrityViolationException("a duplicate")))
                .isFalse();
    }

    @Test
    void takesARollbackOnAConnectionThatThePoolHasClosedForOne() {
        var closed = new SQLException("Connection is closed");

        assertThat(DatabaseAway.explains(new TransactionSystemException("cannot roll back", closed)))
                .isTrue();
    }

    @Test
    void saysThatNothingWasChangedOnlyWhenThatIsSure() {
        var notReached = new CannotCreateTransactionException("no connection", new SQLException("refused", "08001"));
        var brokenOff = new DataAccessResourceFailureException("broken", new SQLException("I/O error", "08006"));
        var full = new UncategorizedSQLException("insert", "insert", new SQLException("No space left", "53100"));

        assertThat(DatabaseAway.sentence(notReached)).contains("Nothing was changed");
        assertThat(DatabaseAway.sentence(brokenOff)).contains("is not known").doesNotContain("Nothing was changed");
        assertThat(DatabaseAway.sentence(full)).startsWith("The disk of the database is full");
    }

    @ParameterizedTest
    @CsvSource({"40001, true", "40P01, true", "55P03, true", "55000, false", "08006, false", ", false"})
    void tellsWhenOthersWereInTheWay(String state, boolean contention) {
        var failure = new UncategorizedSQLException("update", "update", new SQLException("why", state));

        assertThat(DatabaseAway.isContention(failure)).isEqualTo(contention);
        assertThat(DatabaseAway.sentence(failure).startsWith("Others changed the same things"))
                .isEqualTo(contention);
    }
}
