package org.freshet.server.dispatch;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.server.job.JobQuerySql;
import org.freshet.server.pilot.PilotQuerySql;
import org.freshet.server.pilot.PilotTokens;
import org.freshet.server.platform.BearerToken;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.JsonBody;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Secret;
import org.freshet.server.platform.Unauthorized;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pilots/{id}")
class ExchangeController {

    private static final int MOST_REPORTS = 1000;

    private final Dispatcher dispatcher;
    private final PilotTokens tokens;
    private final AttemptLogs logs;
    private final PilotQuerySql pilots;
    private final JobQuerySql jobs;
    private final Installation installation;
    private final JsonBody body;

    ExchangeController(
            Dispatcher dispatcher,
            PilotTokens tokens,
            AttemptLogs logs,
            PilotQuerySql pilots,
            JobQuerySql jobs,
            Installation installation,
            JsonBody body) {
        this.dispatcher = dispatcher;
        this.tokens = tokens;
        this.logs = logs;
        this.pilots = pilots;
        this.jobs = jobs;
        this.installation = installation;
        this.body = body;
    }

    @PostMapping("/exchange")
    CompletableFuture<ExchangeAnswer> exchange(@PathVariable String id, HttpServletRequest request) throws IOException {
        var pilot = authenticated(id, request);
        var exchange = body.read(request, Exchange.class);
        check(exchange);
        return dispatcher.exchange(pilot, exchange, token(request));
    }

    @PutMapping("/jobs/{job}/attempts/{attempt}/logs/{stream}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void uploadLog(
            @PathVariable String id,
            @PathVariable long job,
            @PathVariable int attempt,
            @PathVariable String stream,
            HttpServletRequest request)
            throws IOException {
        var pilot = authenticated(id, request);
        var part = body.read(request, LogPart.class);
        if (!part.stream().name().toLowerCase(Locale.ROOT).equals(stream)) {
            throw Invalid.field("stream", "the URL says " + stream + ", the body " + part.stream());
        }
        checkLog("part", part);
        logs.save(pilot, new AttemptId(new JobId(job), attempt), part);
    }

    /** For people: the pilot with the jobs it ran. */
    @GetMapping
    PilotDetail show(@PathVariable String id) {
        var pilot = installation
                .pilot(id)
                .flatMap(pilots::find)
                .orElseThrow(() ->
                        new NotFound("Pilot " + id + " does not exist. It never registered here, or it was purged."));
        return new PilotDetail(pilot, jobs.ofPilot(pilot.id()), pilots.history(pilot.id()));
    }

    private PilotId authenticated(String id, HttpServletRequest request) {
        var pilot = installation.pilot(id).orElseThrow(() -> new Unauthorized("\"" + id + "\" is not a pilot's id."));
        tokens.check(pilot, token(request));
        return pilot;
    }

    private static Secret token(HttpServletRequest request) {
        return BearerToken.of(request)
                .orElseThrow(() -> new Unauthorized("A pilot sends its own token as bearer token."));
    }

    private static void check(Exchange exchange) {
        if (exchange.seq() < 1) {
            throw Invalid.field("seq", "a number from 1 on is expected");
        }
        if (exchange.reports().size() > MOST_REPORTS) {
            throw Invalid.field("reports", "at most " + MOST_REPORTS + " in one exchange");
        }
        for (var report : exchange.reports()) {
            switch (report) {
                case Report.Started it -> checkAge("startedAgoMs", it.startedAgoMs());
                case Report.Progress it -> it.logs().forEach(log -> checkLog("reports.logs", log));
                case Report.Ended it -> {
                    checkAge("endedAgoMs", it.endedAgoMs());
                    checkAge("startedAgoMs", it.startedAgoMs() == null ? 0 : it.startedAgoMs());
                    it.logs().forEach(log -> checkLog("reports.logs", log));
                }
                case Report.GivenBack it -> {}
            }
        }
    }

    private static void checkAge(String field, long ms) {
        if (ms < 0) {
            throw Invalid.field("reports." + field, ms + " is not allowed; an age in milliseconds is not negative");
        }
    }

    private static void checkLog(String field, LogPart log) {
        if (log.head().length > LogPart.MAX_HEAD || log.tail().length > LogPart.MAX_TAIL) {
            throw Invalid.field(field, "a head has at most " + LogPart.MAX_HEAD + " bytes, a tail " + LogPart.MAX_TAIL);
        }
        if (log.totalBytes() < (long) log.head().length + log.tail().length) {
            throw Invalid.field(field + ".totalBytes", "smaller than head and tail together");
        }
    }
}
