package org.freshet.server.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.freshet.server.pilot.Listening.Moment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningTest {

    private static final Instant START = Instant.parse("2026-11-20T03:00:00Z");

    private final Listening listening = new Listening(with(40));
    private long turnedAway;

    private static PilotSettings with(int leaseSeconds) {
        return new PilotSettings(
                Duration.ofSeconds(leaseSeconds),
                Duration.ofSeconds(110),
                Duration.ofSeconds(50),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    /** Values of both clocks, in seconds after the first look. */
    private Optional<String> look(double database, double monotonic) {
        return look(START, database, monotonic);
    }

    private Optional<String> look(Instant databaseStart, double database, double monotonic) {
        var now = moment(databaseStart, database, monotonic);
        var interruption = listening.interruption(now);
        listening.remember(now);
        return interruption;
    }

    private Moment moment(Instant databaseStart, double database, double monotonic) {
        return new Moment(
                START.plusMillis((long) (database * 1000)),
                databaseStart,
                Duration.ofMillis((long) (monotonic * 1000)),
                turnedAway);
    }

    @BeforeEach
    void lookForTheFirstTime() {
        assertThat(look(0, 0)).contains("the server started");
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "10, 10", "4, 8.9", "6.9, 2", "0, 0"})
    void noticesNothingBetweenLooksThatAreCloseTogether(double database, double monotonic) {
        assertThat(look(database, monotonic)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.1, 10.1", "3600, 3600"})
    void noticesAGapBetweenTwoLooks(double database, double monotonic) {
        assertThat(look(database, monotonic))
                .hasValueSatisfying(it -> assertThat(it).startsWith("nobody listened for"));
    }

    @Test
    void noticesAGapThatIsLongForAShortLease() {
        var ofSixSeconds = new Listening(with(6));
        ofSixSeconds.remember(moment(START, 0, 0));

        assertThat(ofSixSeconds.interruption(moment(START, 3, 3))).isEmpty();
        assertThat(ofSixSeconds.interruption(moment(START, 3.1, 3.1))).contains("nobody listened for 3 s");
    }

    @ParameterizedTest
    @CsvSource({"7.1, 2, 5 s", "3602, 2, 3600 s", "-3598, 2, -3600 s"})
    void noticesThatTheDatabasesClockWasSet(double database, double monotonic, String step) {
        assertThat(look(database, monotonic)).contains("the database's clock was set by " + step);
    }

    @Test
    void noticesThatTheDatabaseWasStartedAgain() {
        assertThat(look(START.plusSeconds(1), 2, 2)).contains("the database was started again");
        assertThat(look(START.plusSeconds(1), 4, 4)).isEmpty();
    }

    @Test
    void noticesThatPilotsWereTurnedAway() {
        turnedAway++;

        assertThat(look(2, 2)).contains("the database did not take what pilots said");
        assertThat(look(4, 4)).isEmpty();
    }

    @Test
    void saysWhyItWasForgotten() {
        listening.forget("the sweep before failed");

        assertThat(look(2, 2)).contains("the sweep before failed");
        assertThat(look(4, 4)).isEmpty();
    }

    @Test
    void tellsAnInterruptionAgainUntilWhatFollowedFromItIsRemembered() {
        var late = moment(START, 60, 60);
        listening.interruption(late);

        var again = listening.interruption(moment(START, 62, 62));

        assertThat(again).isPresent();
    }

    @Test
    void comparesWithTheLookBefore() {
        look(3600, 3600);

        assertThat(look(3602, 3602)).isEmpty();
        assertThat(look(3604, 3604)).isEmpty();
    }
}
