package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;

class DatabaseAwayTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true", // connection failure
        "53300, true", // too many connections
        "57P01, true", // shut down by an administrator
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
}
