package org.freshet.test.support;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Summary;

/** A server that a test started as a process, with its database and its pilots. */
public final class RunningServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern READY = Pattern.compile("Freshet is ready at (\\S+)");

    private final Installation installation;
    private final ShellCommand command;
    private final URI url;

    private RunningServer(Installation installation, ShellCommand command, URI url) {
        this.installation = installation;
        this.command = command;
        this.url = url;
    }

    /** Starts {@code bin/freshet-server}; returns when it says that it is ready. */
    public static RunningServer start(Installation installation) {
        installation.receivePostgres();
        return of(installation, installation.start("exec bin/freshet-server"));
    }

    /** The server that a command, for example {@code make demo}, is about to start. */
    public static RunningServer of(Installation installation, ShellCommand command) {
        await(installation, command, "the server is ready", () -> {
            if (!command.process().isAlive()) {
                throw new AssertionError("ended instead of getting ready: " + command);
            }
            return READY.matcher(command.out()).find();
        });
        var ready = READY.matcher(command.out());
        ready.find();
        return new RunningServer(installation, command, URI.create(ready.group(1)));
    }

    public URI url() {
        return url;
    }

    public Installation installation() {
        return installation;
    }

    /** The process; where a script stands before the server, the script's. */
    public ShellCommand command() {
        return command;
    }

    /** The API with the administrator's token. */
    public Api api() {
        return new Api(url, installation.secret("admin.token"));
    }

    public Summary summary() {
        return api().get("/api/v1/summary").as(Summary.class);
    }

    /** A connection to its PostgreSQL, for what no answer of the server tells. */
    public Connection database() throws SQLException {
        return installation.database();
    }

    /** Waits until a job is in one of these states. */
    public JobView await(JobId job, JobState... states) {
        var wanted = Arrays.asList(states);
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> api().job(job).job(), it -> wanted.contains(it.state()));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Job " + job + " did not become " + wanted + "\n" + story(job), e);
        }
    }

    /** Waits for a condition; what cannot be asked yet does not hold yet. */
    public void await(String what, Check condition) {
        await(installation, command, what, condition);
    }

    /** Something that holds or does not hold yet. */
    @FunctionalInterface
    public interface Check {
        boolean holds() throws Exception;
    }

    /** Waits for a condition that concerns an installation whose server perhaps does not answer. */
    public static void await(Installation installation, ShellCommand command, String what, Check condition) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsMatching(it -> it instanceof Exception)
                    .until(condition::holds);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "After " + PATIENCE + " it was not so that " + what + "\n" + story(installation, command), e);
        }
    }

    private String story(JobId job) {
        var detail = api().job(job);
        var story = new StringBuilder("--- job\n").append(detail.job());
        story.append("\n--- attempts");
        detail.attempts().forEach(it -> story.append('\n').append(it));
        story.append("\n--- history");
        detail.history().forEach(it -> story.append('\n').append(it));
        return story.append('\n').append(story(installation, command)).toString();
    }

    private static String story(Installation installation, ShellCommand command) {
        return "--- processes\n%s%n--- command%n%s%n--- end of the server's log%n%s"
                .formatted(String.join("\n", installation.describedProcesses()), command, installation.serverLog(50));
    }

    /** Stops it as an operator does, and what of it does not stop by force. */
    @Override
    public void close() {
        command.process().destroy();
        try {
            command.ended(Duration.ofSeconds(20));
        } finally {
            installation.processes().forEach(ProcessHandle::destroyForcibly);
        }
    }
}
