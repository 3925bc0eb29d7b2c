package org.freshet.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

class TokenUsesTest {

    private final RecordedTokens tokens = new RecordedTokens();
    private final TokenUses uses = new TokenUses(tokens);

    /** Writes into a list, or fails. */
    private static final class RecordedTokens extends TokenSql {

        private final List<Use> written = new ArrayList<>();
        private int statements;
        private boolean away;

        RecordedTokens() {
            super(mock(JdbcClient.class));
        }

        @Override
        void used(Collection<Use> some) {
            if (away) {
                throw new DataAccessResourceFailureException("the database is away");
            }
            statements++;
            written.addAll(some);
        }
    }

    @Test
    void writesManyUsesOfOneTokenDownAsOne() {
        for (int n = 0; n < 1000; n++) {
            uses.note(12);
        }
        uses.note(13);

        uses.flush();

        assertThat(tokens.statements).isEqualTo(1);
        assertThat(tokens.written).extracting(TokenSql.Use::token).containsExactlyInAnyOrder(12L, 13L);
        assertThat(tokens.written).allSatisfy(it -> assertThat(it.secondsAgo()).isBetween(0.0, 60.0));
    }

    @Test
    void asksNothingOfTheDatabaseWhenNothingWasUsed() {
        uses.note(12);
        uses.flush();

        uses.flush();

        assertThat(tokens.statements).isEqualTo(1);
    }

    @Test
    void keepsWhatCouldNotBeWrittenDown() {
        uses.note(12);
        tokens.away = true;
        assertThatThrownBy(uses::flush).hasMessage("the database is away");

        tokens.away = false;
        uses.flush();

        assertThat(tokens.written).extracting(TokenSql.Use::token).containsExactly(12L);
    }

    @Test
    void writesDownAtTheEndAndLetsTheServerStopInAnyCase() {
        uses.note(12);
        tokens.away = true;
        uses.destroy();

        tokens.away = false;
        uses.destroy();

        assertThat(tokens.written).hasSize(1);
    }
}
