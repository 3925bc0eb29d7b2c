package org.freshet.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Submitted;
import org.freshet.server.job.JobDescriptionReader.Descriptions;
import org.freshet.server.platform.Unavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of submissions that share a transaction when it fails. */
@Timeout(60)
class SubmissionsTest {

    private static final String CULPRIT = "culprit";

    /** The names of the jobs of each transaction that was tried. */
    private final List<List<String>> tried = new CopyOnWriteArrayList<>();

    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final Semaphore entry = new Semaphore(0);
    private final Jobs jobs = mock(Jobs.class);
    private final Submissions submissions = new Submissions(
            new TransactionTemplate(new Transactions()), new JobDescriptionReader(new JsonMapper()), jobs);

    private Runnable failure = () -> {};
    private Runnable failureOfCommit = () -> {};

    /** Those in which the culprit is fail. */
    private final class Transactions implements PlatformTransactionManager {

        @Override
        public TransactionStatus getTransaction(TransactionDefinition definition) {
            return new SimpleTransactionStatus();
        }

        @Override
        public void commit(TransactionStatus status) {
            if (tried.getLast().contains(CULPRIT)) {
                failureOfCommit.run();
            }
            stored.addAll(tried.getLast());
        }

        @Override
        public void rollback(TransactionStatus status) {
            // nothing was stored
        }
    }

    @BeforeEach
    void script() {
        when(jobs.submit(anyList(), any())).thenAnswer(call -> {
            entry.acquireUninterruptibly();
            List<Descriptions> batch = call.getArgument(0);
            tried.add(batch.stream()
                    .flatMap(it -> it.jobs().stream())
                    .map(JobDescription::name)
                    .toList());
            if (tried.getLast().contains(CULPRIT)) {
                failure.run();
            }
            return batch.stream().map(SubmissionsTest::answer).toList();
        });
    }

    private static Submitted answer(Descriptions descriptions) {
        var items = descriptions.jobs().stream()
                .map(it -> new Submitted.Item(new JobId(1), UUID.randomUUID(), it.name(), JobState.DEFINED, true))
                .toList();
        return new Submitted(items, List.of());
    }

    /** All of them come while another is being stored. */
    private List<CompletableFuture<Submitted>> together(int size, String... names) {
        var first = submit("first", 1);
        var answers = new ArrayList<CompletableFuture<Submitted>>();
        for (var name : names) {
            answers.add(submit(name, size));
        }
        entry.release(1000);
        first.join();
        answers.forEach(it -> Awaitility.await().until(it::isDone));
        return answers;
    }

    /** Returns when it waits. */
    private CompletableFuture<Submitted> submit(String name, int size) {
        var job = "{\"name\": \"%s\", \"jobtype\": \"t\", \"payload\": \"/bin/true\", \"state\": \"defined\"}";
        var body = Collections.nCopies(size, job.formatted(name)).toString().getBytes(StandardCharsets.UTF_8);
        var answer = new CompletableFuture<Submitted>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                answer.complete(submissions.submit(new ByteArrayInputStream(body), "mara"));
            } catch (RuntimeException | StackOverflowError e) {
                answer.completeExceptionally(e);
            }
        });
        Awaitility.await()
                .until(() -> thread.getState() == Thread.State.WAITING
                        || thread.getState() == Thread.State.TIMED_WAITING
                        || answer.isDone());
        return answer;
    }

    private static DataAccessResourceFailureException resource(String state) {
        return new DataAccessResourceFailureException("failed", new SQLException("failed", state));
    }

    static Stream<RuntimeException> causesInOne() {
        return Stream.of(
                new IllegalArgumentException("that nobody foresaw"),
                resource("54000"),
                new CannotAcquireLockException("deadlock", new SQLException("deadlock", "40P01")));
    }

    @ParameterizedTest
    @MethodSource("causesInOne")
    void isHeardByItsCauseAlone(RuntimeException cause) {
        failure = () -> {
            throw cause;
        };

        var answers = together(1, "a", "b", CULPRIT, "c");

        assertThat(tried.get(1)).containsExactly("a", "b", CULPRIT, "c");
        assertThat(answers.get(2).exceptionNow()).isSameAs(cause);
        for (int n : List.of(0, 1, 3)) {
            assertThat(answers.get(n).join().items()).hasSize(1);
        }
        assertThat(stored).containsExactlyInAnyOrder("first", "a", "b", "c");
    }

    @Test
    void isNotTriedAgainIfItMayHaveBeenCommitted() {
        failureOfCommit = () -> {
            throw resource("58030");
        };

        var answers = together(1, "a", CULPRIT);

        assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(tried).hasSize(2);
    }

    @Test
    void isNotTriedAgainWhileTheDatabaseIsAway() {
        failure = () -> {
            throw resource("08006");
        };

        var answers = together(1, "a", CULPRIT, "b");

        assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(tried).hasSize(2);
    }

    @Test
    void leavesNobodyWaitingAfterAnErrorOfTheVirtualMachine() {
        failure = () -> {
            throw new StackOverflowError();
        };

        var answers = together(1, "a", CULPRIT);

        assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(submit("later", 1).join().items()).hasSize(1);
    }

    @Test
    void isLeftByOneWhoseTurnDoesNotCome() {
        var first = submit("first", 1);
        var late = submit("late", 1);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(late::isDone);
        entry.release(1000);

        assertThat(late.exceptionNow()).isInstanceOf(Unavailable.class).hasMessageStartingWith("Nothing was stored");
        assertThat(first.join().items()).hasSize(1);
        assertThat(submit("later", 1).join().items()).hasSize(1);
        assertThat(stored).containsExactly("first", "later");
    }

    @Test
    void holdsAboutAThousandJobs() {
        var names = Collections.nCopies(15, "many").toArray(String[]::new);

        together(99, names);

        assertThat(tried.get(1)).hasSizeBetween(1000, 1200);
        assertThat(stored).hasSize(1 + 15 * 99);
    }
}
