package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class ChoreTest {

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Chore.class);
    private final Deque<Runnable> course = new ArrayDeque<>();

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(told);
    }

    private static void away() {
        throw new CannotGetJdbcConnectionException("refused", new SQLException("refused", "08001"));
    }

    private static void contended() {
        throw new CannotAcquireLockException("deadlock", new SQLException("deadlock", "40P01"));
    }

    private static void broken() {
        throw new IllegalStateException("a row is missing");
    }

    private static void well() {}

    private List<Level> levelsAfter(Runnable... runs) {
        course.addAll(Arrays.asList(runs));
        var chore = new Chore("sweep of a test", () -> course.remove().run());
        for (int n = 0; n < runs.length; n++) {
            chore.run();
        }
        return told.list.stream().map(ILoggingEvent::getLevel).toList();
    }

    @Test
    void tellsOnceThatTheDatabaseIsAwayAndOnceThatItIsBack() {
        var levels = levelsAfter(ChoreTest::away, ChoreTest::away, ChoreTest::away, ChoreTest::well, ChoreTest::well);

        assertThat(levels).containsExactly(Level.WARN, Level.INFO);
        assertThat(told.list.getLast().getFormattedMessage()).contains("sweep of a test", "after 3 failures");
    }

    @Test
    void tellsAnotherFailureDuringAnOutage() {
        var levels = levelsAfter(ChoreTest::away, ChoreTest::broken, ChoreTest::broken, ChoreTest::away);

        assertThat(levels).containsExactly(Level.WARN, Level.ERROR, Level.WARN);
    }

    @Test
    void doesNotTakeADeadlockForAnOutage() {
        var levels = levelsAfter(ChoreTest::contended, ChoreTest::well);

        assertThat(levels).containsExactly(Level.WARN, Level.INFO);
        assertThat(told.list.getFirst().getFormattedMessage())
                .contains("others changed the same things")
                .doesNotContain("cannot be reached");
    }

    @Test
    void tellsTheNextOutageToo() {
        var levels = levelsAfter(ChoreTest::away, ChoreTest::well, ChoreTest::away);

        assertThat(levels).containsExactly(Level.WARN, Level.INFO, Level.WARN);
    }
}
