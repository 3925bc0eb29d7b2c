package org.freshet.test.chaos;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Page;
import org.freshet.protocol.WorkflowStarted;
import org.freshet.test.chaos.Evidence.Acknowledged;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * What people do while faults strike: they change the limit of a type, cancel jobs, and start workflows. Each change is made
 * at one server or another, and a limit again and again until a server says that it holds.
 */
final class Meddling implements AutoCloseable {

    private static final TypeReference<Page<JobView>> PAGE = new TypeReference<>() {};
    private static final int EVERY_MILLIS = 700;
    /** None of them the last one: to set what is set already is no change. */
    private static final int[] LIMITS = {4, 1, 3, 0, 5};

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String DAG = "chaos";

    /** What is joined has two parents; the last vertex runs nothing. */
    private static final DagSketch FLOW =
            DagSketch.of("make>left", "make>right", "left>join", "right>join", "join>noop");

    private final List<Api> servers;
    private final Random random;
    private final Path script;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Set<Long> cancelled = new TreeSet<>();
    private final Set<Long> workflows = new TreeSet<>();
    private final Set<String> settings = new TreeSet<>();
    private final List<String> refused = new ArrayList<>();
    private int turn;
    private int limits;
    private boolean loaded;

    /** @param script payload of a vertex; see {@link Workload} */
    Meddling(List<Api> servers, long seed, Path script) {
        this.servers = servers;
        this.random = new Random(seed);
        this.script = script;
    }

    void begin() {
        clock.scheduleWithFixedDelay(this::meddle, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void meddle() {
        try {
            changeLimit(LIMITS[limits % LIMITS.length]);
            if (turn % 2 == 0) {
                cancelOne();
            } else {
                startWorkflow();
            }
        } catch (UncheckedIOException e) {
            // nobody listens, or the server died while it answered
        } catch (RuntimeException e) {
            refused.add(e.toString());
        } finally {
            turn++;
        }
    }

    /** In the same words until it is acknowledged; then the next one is another. */
    private void changeLimit(int limit) {
        var reason = "change " + limits + " of the limit";
        var body = "{\"limit\": %d, \"create\": true, \"reason\": \"%s\"}".formatted(limit, reason);
        if (ask("/api/v1/jobtypes/" + Workload.LIMITED + "/limit", body) != null) {
            settings.add(reason);
            limits++;
        }
    }

    /** One that waits, if one does; it may have ended meanwhile. */
    private void cancelOne() {
        var waiting = server().get("/api/v1/jobs?jobtype=" + Workload.SHORT + "&state=defined&limit=20");
        if (!isSuccess("the list of jobs", waiting)) {
            return;
        }
        var jobs = Api.JSON.readValue(waiting.body(), PAGE).items();
        if (jobs.isEmpty()) {
            return;
        }
        var job = jobs.get(random.nextInt(jobs.size())).id();
        var answer = ask("/api/v1/jobs/" + job + "/cancel", "{\"reason\": \"somebody meddles\"}");
        if (answer != null && answer.as(JobView.class).state() == JobState.CANCELLED) {
            cancelled.add(job.value());
        }
    }

    private void startWorkflow() {
        loaded = loaded || load();
        if (loaded) {
            Optional.ofNullable(ask("/api/v1/workflows", "{\"dag\": \"" + DAG + "\"}"))
                    .ifPresent(it -> workflows.add(
                            it.as(WorkflowStarted.class).workflow().id().value()));
        }
    }

    private boolean load() {
        var server = server();
        var answer = server.send(server.request("/api/v1/dags/" + DAG)
                .PUT(BodyPublishers.ofString(FLOW.toString().replace("/bin/true", script.toString())))
                .header("Content-Type", "application/xml"));
        return isSuccess("the DAG", answer);
    }

    private Api server() {
        return servers.get(random.nextInt(servers.size()));
    }

    private Api.@Nullable Answer ask(String path, String body) {
        var answer = server().post(path, body);
        return isSuccess(path, answer) ? answer : null;
    }

    /** What ended meanwhile is a conflict; else only a server that is away refuses. */
    private boolean isSuccess(String what, Api.Answer answer) {
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 409) {
            refused.add(what + ": " + answer.status() + " " + answer.body());
        }
        return answer.status() < 300;
    }

    /** The last thing: a limit with which every job is run some time. */
    void end() {
        close();
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            var before = limits;
            changeLimit(Workload.LIMIT);
            return limits > before;
        });
        if (!refused.isEmpty()) {
            throw new IllegalStateException("What people did was refused: " + refused);
        }
    }

    /** Nothing more from now on. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param jobs what was acknowledged to whoever submitted them */
    Acknowledged acknowledged(Set<Long> jobs) {
        return new Acknowledged(jobs, cancelled, workflows, settings);
    }

    @Override
    public String toString() {
        return settings.size() + " changes of a limit, " + cancelled.size() + " jobs cancelled, " + workflows.size()
                + " workflows started";
    }
}
