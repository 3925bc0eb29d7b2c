package org.freshet.test.bench;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.freshet.protocol.TokenMade;
import org.freshet.test.support.Browser;
import org.freshet.test.support.EventStream;
import org.freshet.test.support.JobText;
import org.freshet.test.support.RunningServer;

/** Many browsers that have the overview open, every other one of an operator, while jobs flow: what that costs the server, and how late they hear of a change. */
final class OpenPages implements AutoCloseable {

    private static final int PAGES = 200;
    private static final int CHANGES = 10;
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The part of the page that a job which is held back changes. */
    private static final String CHANGED = "in-flight-template";

    private final RunningServer server;
    private final List<EventStream> streams = new ArrayList<>();
    private final AtomicReference<CountDownLatch> told = new AtomicReference<>(new CountDownLatch(0));

    private OpenPages(RunningServer server) {
        this.server = server;
    }

    static List<Figure> measure(RunningServer server, JobFlow flow, String scale) throws InterruptedException {
        var jobsAlone = flow.cost(QUIET);
        var memory = Watch.residentMb(server);
        try (var pages = new OpenPages(server)) {
            pages.open();
            pages.delay(); // the first warms the virtual machine up
            var sent = pages.sent();
            var cpu = Watch.cpuSeconds(server);
            Thread.sleep(QUIET);
            var used = (Watch.cpuSeconds(server) - cpu) / QUIET.toSeconds() * 100;
            var bytes = (double) (pages.sent() - sent) / PAGES / QUIET.toSeconds();
            var delays = new double[CHANGES];
            for (int n = 0; n < CHANGES; n++) {
                delays[n] = pages.delay();
            }
            flow.check();
            return List.of(
                    Figure.median(
                            JobFlow.A_SECOND + " jobs a second, no page, CPU of the server, " + scale,
                            "%",
                            25,
                            false,
                            jobsAlone),
                    Figure.median(
                            PAGES + " open overviews and these jobs, CPU of the server, " + scale,
                            "%",
                            50,
                            false,
                            used),
                    Figure.median(
                            PAGES + " open overviews, memory more, " + scale,
                            "MB",
                            100,
                            false,
                            Math.max(0, Watch.residentMb(server) - memory)),
                    Figure.median("bytes to each of them a second, " + scale, "B", 5000, false, bytes),
                    Figure.worst("a change is seen on all of them, " + scale, "s", 2, false, delays));
        }
    }

    private void open() {
        for (int n = 0; n < PAGES; n++) {
            var request = HttpRequest.newBuilder(server.url().resolve("/"));
            if (n % 2 == 0) {
                request.header("Cookie", operator("operator" + n));
            }
            var stream = EventStream.open(request, this::take);
            streams.add(stream);
            if (stream.status() != 200) {
                throw new IllegalStateException("stream " + n + " was refused with " + stream.status());
            }
        }
    }

    /** The cookies of somebody who logged in. */
    private String operator(String name) {
        server.api().post("/api/v1/users", "{\"name\": \"%s\", \"role\": \"OPERATOR\"}".formatted(name));
        var token = server.api().post("/api/v1/tokens", "{\"name\": \"bench\", \"user\": \"%s\"}".formatted(name));
        var browser = new Browser(server.url());
        var login = browser.login(token.as(TokenMade.class).secret());
        if (login.status() != 303) {
            throw new IllegalStateException(name + " could not log in: " + login.status());
        }
        return browser.cookies();
    }

    private void take(EventStream.Event event) {
        if (event.data().contains(CHANGED)) {
            told.get().countDown();
        }
    }

    private long sent() {
        return streams.stream().mapToLong(EventStream::size).sum();
    }

    /** Seconds from the answer to a submission to the last page that heard of it. */
    private double delay() throws InterruptedException {
        var latch = new CountDownLatch(PAGES);
        told.set(latch);
        server.api().submit(JobText.aJob().with("state", "template"));
        var begin = System.nanoTime();
        if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(latch.getCount() + " open pages heard nothing of a change");
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public void close() {
        streams.forEach(EventStream::close);
    }
}
