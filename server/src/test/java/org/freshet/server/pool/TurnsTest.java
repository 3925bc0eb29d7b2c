package org.freshet.server.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.freshet.server.platform.Conflict;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What a refused turn is answered with; the moments between its statements are chosen. */
class TurnsTest {

    private static final PoolHost SUBMIT = PoolHost.machine("submit");

    private final Deque<Boolean> takes = new ArrayDeque<>();
    private final Deque<Optional<String>> holders = new ArrayDeque<>();
    private Optional<String> otherHost = Optional.empty();
    private final Turns turns = new Turns(
            new Moments(),
            new PoolSettings(true, Duration.ofSeconds(2), Duration.ofMinutes(3), PoolRules.USUAL),
            new JdbcTransactionManager());

    /** Answers in the order of its questions. */
    private final class Moments extends TurnSql {

        Moments() {
            super(JdbcClient.create(new DriverManagerDataSource()));
        }

        @Override
        boolean take(String site, PoolHost host, String holder, Duration lasts, Hopes hopes) {
            return takes.remove();
        }

        @Override
        Optional<String> holder(String site) {
            return holders.remove();
        }

        @Override
        Optional<String> otherHost(String site, PoolHost host, Hopes hopes) {
            return otherHost;
        }
    }

    @Test
    void takesATurnThatWasGivenBackWhileItWasRefused() {
        takes.addAll(List.of(false, true));
        holders.add(Optional.empty());

        assertThat(turns.take("farm", SUBMIT, "user mara")).isNotNull();
        assertThat(takes).isEmpty();
    }

    @Test
    void namesWhoHasItWhenOthersAreQuickerTwice() {
        takes.addAll(List.of(false, false));
        holders.addAll(List.of(Optional.empty(), Optional.of("user tom #0a")));

        assertThatThrownBy(() -> turns.take("farm", SUBMIT, "user mara"))
                .isExactlyInstanceOf(Conflict.class)
                .hasMessageStartingWith("The pool of farm is being calculated by user tom. Nothing was done now");
    }

    @Test
    void namesNoHostForASiteThatIsItsOwn() {
        takes.addAll(List.of(false, false));
        holders.addAll(List.of(Optional.empty(), Optional.empty()));

        assertThatThrownBy(() -> turns.take("farm", SUBMIT, "user mara"))
                .isExactlyInstanceOf(Conflict.class)
                .hasMessageContaining("is being calculated by somebody else");
    }

    @Test
    void namesTheHostThatLooksAfterThePilots() {
        takes.add(false);
        holders.add(Optional.empty());
        otherHost = Optional.of("there");

        assertThatThrownBy(() -> turns.take("farm", SUBMIT, "user mara"))
                .isInstanceOf(OtherHost.class)
                .hasMessageStartingWith("The pilots of farm were submitted on there, and submit cannot see them");
    }
}
