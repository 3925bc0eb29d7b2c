package org.freshet.server.workflow;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.WorkflowDetail;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowStarted;
import org.freshet.protocol.WorkflowView;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/workflows")
class WorkflowController {

    private static final Duration LONGEST_USE = Duration.ofDays(3650);

    private final Instantiation instantiation;
    private final Workflows workflows;
    private final WorkflowQuerySql query;

    WorkflowController(Instantiation instantiation, Workflows workflows, WorkflowQuerySql query) {
        this.instantiation = instantiation;
        this.workflows = workflows;
        this.query = query;
    }

    /** @param reason kept in the history; optional everywhere */
    record Cause(@Nullable String reason) {}

    /** @param usefulFor from now on */
    record Rerun(@Nullable String reason, @Nullable Duration usefulFor) {}

    /** Makes a workflow from a DAG with all its jobs and datasets, or nothing. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    WorkflowStarted start(@RequestBody WorkflowWish wish, Principal user) {
        var made = instantiation.make(wish, user.getName());
        return new WorkflowStarted(find(made.workflow()), made.notices());
    }

    /** Workflows, newest first. */
    @GetMapping
    Page<WorkflowView> list(@RequestParam Map<String, String> parameters) {
        var filter = WorkflowQuerySql.Filter.of(parameters);
        return Pages.cut(query.list(filter), filter.limit(), WorkflowView::id);
    }

    /** One workflow with the states of its jobs and its history. */
    @GetMapping("/{id}")
    WorkflowDetail show(@PathVariable long id) {
        var workflow = new WorkflowId(id);
        return new WorkflowDetail(find(workflow), query.counts(workflow), query.history(workflow));
    }

    /** Nothing is let go any more, and what waits for a pilot is held; payloads that run go on. */
    @PostMapping("/{id}/pause")
    WorkflowView pause(
            @PathVariable long id, @RequestBody(required = false) @Nullable Cause cause, HttpServletRequest request) {
        workflows.pause(changeable(id, request), request.getRemoteUser(), reason(cause));
        return find(new WorkflowId(id));
    }

    /** Lets a paused workflow go on, or one begin that is held. */
    @PostMapping("/{id}/resume")
    WorkflowView resume(
            @PathVariable long id, @RequestBody(required = false) @Nullable Cause cause, HttpServletRequest request) {
        workflows.resume(changeable(id, request), request.getRemoteUser(), reason(cause));
        return find(new WorkflowId(id));
    }

    /** Ends all jobs that are not final; running payloads are ended, too. */
    @PostMapping("/{id}/cancel")
    WorkflowView cancel(
            @PathVariable long id, @RequestBody(required = false) @Nullable Cause cause, HttpServletRequest request) {
        var user = request.getRemoteUser();
        var why = Objects.requireNonNullElse(reason(cause), "its workflow was cancelled by " + user);
        workflows.cancel(changeable(id, request), user, why);
        return find(new WorkflowId(id));
    }

    /** What ended otherwise than FINISHED is tried again, and what depends on it. */
    @PostMapping("/{id}/rerun")
    WorkflowView rerun(
            @PathVariable long id, @RequestBody(required = false) @Nullable Rerun rerun, HttpServletRequest request) {
        var wish = rerun == null ? new Rerun(null, null) : rerun;
        var usefulFor = wish.usefulFor();
        if (usefulFor != null && (!usefulFor.isPositive() || usefulFor.compareTo(LONGEST_USE) > 0)) {
            throw Invalid.field("usefulFor", "a positive time of at most ten years is expected");
        }
        workflows.rerun(changeable(id, request), request.getRemoteUser(), Reason.optional(wish.reason()), usefulFor);
        return find(new WorkflowId(id));
    }

    /** Removes a final workflow with its jobs, their logs and the records of its datasets; no file is touched. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id, HttpServletRequest request) {
        workflows.delete(changeable(id, request), request.getRemoteUser());
    }

    private static @Nullable String reason(@Nullable Cause cause) {
        return cause == null ? null : Reason.optional(cause.reason());
    }

    /** The workflow, if it is one that whoever asks may change. */
    private WorkflowId changeable(long id, HttpServletRequest request) {
        var workflow = new WorkflowId(id);
        workflows.checkMayChange(workflow, request.getRemoteUser(), request.isUserInRole(Role.OPERATOR.name()));
        return workflow;
    }

    private WorkflowView find(WorkflowId workflow) {
        return query.find(workflow).orElseThrow(() -> workflows.unknown(workflow));
    }
}
