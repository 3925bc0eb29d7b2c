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
import org.freshet.server.job.JobQuerySql;
import org.freshet.server.pilot.PilotQuerySql;
import org.freshet.server.pilot.PilotTokens;
import org.freshet.server.platform.BearerToken;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.JsonBody;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.RawBody;
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

    /** For pilots, with their own token: reports, and the wish for a job, whose answer may wait for the length of a long poll. */
    @PostMapping("/exchange")
    CompletableFuture<ExchangeAnswer> exchange(
            @PathVariable String id, @RawBody(Exchange.class) HttpServletRequest request) throws IOException {
        if (request.getAttribute(ExchangeLane.FAILURE) instanceof Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
        var pilot = authenticated(id, request);
        var exchange = body.read(request, Exchange.class);
        ExchangeCheck.check(exchange);
        return dispatcher.exchange(pilot, exchange, token(request));
    }

    /** For pilots, with their own token: stores a stream of an attempt's output. */
    @PutMapping("/jobs/{job}/attempts/{attempt}/logs/{stream}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void uploadLog(
            @PathVariable String id,
            @PathVariable long job,
            @PathVariable int attempt,
            @PathVariable String stream,
            @RawBody(LogPart.class) HttpServletRequest request)
            throws IOException {
        var pilot = authenticated(id, request);
        var part = body.read(request, LogPart.class);
        if (!part.stream().name().toLowerCase(Locale.ROOT).equals(stream)) {
            throw Invalid.field("stream", "the URL says " + stream + ", the body " + part.stream());
        }
        ExchangeCheck.checkLog("part", part);
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
}
