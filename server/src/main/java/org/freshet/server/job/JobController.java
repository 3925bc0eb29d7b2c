package org.freshet.server.job;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobDetail;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobView;
import org.freshet.protocol.LogView;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.Submitted;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.RawBody;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/jobs")
class JobController {

    private static final String DESCRIPTIONS =
            "A list of job descriptions, or one; docs/job-description.md says what they hold.";

    private final Submissions submissions;
    private final Jobs jobs;
    private final JobQuerySql query;
    private final JobLogSql logs;
    private final LogFollowers followers;
    private final Installation installation;
    private final Clock clock;

    JobController(
            Submissions submissions,
            Jobs jobs,
            JobQuerySql query,
            JobLogSql logs,
            LogFollowers followers,
            Installation installation,
            Clock clock) {
        this.submissions = submissions;
        this.jobs = jobs;
        this.query = query;
        this.logs = logs;
        this.followers = followers;
        this.installation = installation;
        this.clock = clock;
    }

    /** @param reason kept in the history; optional everywhere */
    record Change(@Nullable String reason) {}

    /** @param usefulFor from now on */
    record Retry(@Nullable String reason, @Nullable Duration usefulFor) {}

    record Priority(int priority, @Nullable String reason) {}

    /** Stores all descriptions of the list as jobs, or none. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Submitted submit(@RawBody(description = DESCRIPTIONS) HttpServletRequest body, Principal user) throws IOException {
        return submissions.submit(body.getInputStream(), user.getName());
    }

    /** Checks descriptions and stores nothing. */
    @PostMapping("/validate")
    Jobs.Checked validate(@RawBody(description = DESCRIPTIONS) HttpServletRequest body) throws IOException {
        return submissions.check(body.getInputStream());
    }

    /** Jobs, newest first. */
    @GetMapping
    Page<JobView> list(@RequestParam Map<String, String> parameters) {
        var filter = JobFilter.of(parameters, this::filteredId, clock.instant());
        return Pages.cut(query.list(filter), filter.limit(), JobView::id);
    }

    private long filteredId(String id) {
        return installation
                .job(id)
                .orElseThrow(() -> Invalid.field("id", "\"" + id + "\" is not the id of a job"))
                .value();
    }

    /** One job with its attempts and its history. */
    @GetMapping("/{id}")
    JobDetail show(@PathVariable String id) {
        var job = find(id);
        return new JobDetail(job, query.attempts(job.id()), query.history(job.id()));
    }

    /** What the payload printed, of the latest attempt unless another is asked for; following it makes the pilot send more often. */
    @GetMapping("/{id}/log")
    LogView log(
            @PathVariable String id,
            @RequestParam Optional<Integer> attempt,
            @RequestParam(defaultValue = "false") boolean follow) {
        var job = find(id);
        var log = logs.find(job.id(), attempt).orElseGet(() -> noLog(job, attempt));
        if (follow && !log.complete()) {
            followers.look(job.id());
        }
        return log;
    }

    private static LogView noLog(JobView job, Optional<Integer> attempt) {
        if (attempt.isPresent()) {
            throw new NotFound(
                    "Job " + job.id() + " has no attempt " + attempt.get() + "; its latest is " + job.attempt() + ".");
        }
        return new LogView(new AttemptId(job.id(), 0), job.state().isFinal(), List.of());
    }

    /** Ends a job; a running payload is ended too. */
    @PostMapping("/{id}/cancel")
    JobView cancel(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Change change,
            HttpServletRequest request) {
        jobs.cancel(changeable(id, request), request.getRemoteUser(), reason(change));
        return find(id);
    }

    /** Holds a job back that waits. */
    @PostMapping("/{id}/hold")
    JobView hold(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Change change,
            HttpServletRequest request) {
        jobs.hold(changeable(id, request), request.getRemoteUser(), reason(change));
        return find(id);
    }

    /** Lets a job that is held wait for a pilot. */
    @PostMapping("/{id}/release")
    JobView release(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Change change,
            HttpServletRequest request) {
        jobs.release(changeable(id, request), request.getRemoteUser(), reason(change));
        return find(id);
    }

    /** A new attempt of a job that ended without being FINISHED. */
    @PostMapping("/{id}/retry")
    JobView retry(
            @PathVariable String id, @RequestBody(required = false) @Nullable Retry retry, HttpServletRequest request) {
        var wish = retry == null ? new Retry(null, null) : retry;
        var usefulFor = wish.usefulFor();
        if (usefulFor != null && (!usefulFor.isPositive() || usefulFor.compareTo(JsonValue.LONGEST) > 0)) {
            throw Invalid.field("usefulFor", "a positive time of at most ten years is expected");
        }
        jobs.retry(changeable(id, request), request.getRemoteUser(), Reason.optional(wish.reason()), wish.usefulFor());
        return find(id);
    }

    /** Another priority. */
    @PostMapping("/{id}/priority")
    JobView prioritise(@PathVariable String id, @RequestBody Priority wish, HttpServletRequest request) {
        if (wish.priority() < -1000 || wish.priority() > 1000) {
            throw Invalid.field("priority", wish.priority() + " is not allowed; a whole number from -1000 to 1000 is");
        }
        jobs.prioritise(
                changeable(id, request), request.getRemoteUser(), wish.priority(), Reason.optional(wish.reason()));
        return find(id);
    }

    /** The job, if it is one that whoever asks may change. */
    private JobId changeable(String id, HttpServletRequest request) {
        var job = id(id);
        jobs.checkMayChange(job, request.getRemoteUser(), request.isUserInRole(Role.OPERATOR.name()));
        return job;
    }

    private static @Nullable String reason(@Nullable Change change) {
        return change == null ? null : Reason.optional(change.reason());
    }

    private JobView find(String id) {
        var job = id(id);
        return query.find(job).orElseThrow(() -> query.unknown(job));
    }

    private JobId id(String id) {
        return installation.job(id).orElseThrow(() -> new JobNotFound(id));
    }
}
