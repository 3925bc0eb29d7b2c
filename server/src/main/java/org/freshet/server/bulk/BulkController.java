package org.freshet.server.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkJobView;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.server.job.JobCriteria;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
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
@RequestMapping("/api/v1/bulks")
class BulkController {

    private final Bulks bulks;
    private final BulkWork work;
    private final Clock clock;

    BulkController(Bulks bulks, BulkWork work, Clock clock) {
        this.bulks = bulks;
        this.work = work;
        this.clock = clock;
    }

    /**
     * What to do to which jobs: either those that a filter means, or those that are named.
     *
     * @param filter the filters of the list of jobs by name, for example {@code {"state": "failed", "run": "5076-5077"}}; {} = all
     * @param ids the jobs one by one
     * @param priority for PRIORITY
     * @param usefulFor for RETRY: how long the results are of use, from when each is retried; what has expired needs it
     */
    record Wish(
            @Nullable BulkAction action,
            @Nullable Map<String, String> filter,
            @Nullable List<Long> ids,
            @Nullable Integer priority,
            @Nullable Duration usefulFor) {}

    /** @param reason kept in the audit and in the history of each job; required */
    record Confirmation(@Nullable String reason) {}

    /** Writes down to which jobs it would be done, and to which it cannot be done and why. Nothing is done to them. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    BulkView preview(@RequestBody Wish wish, HttpServletRequest request) {
        return bulks.preview(checked(wish), person(request));
    }

    private Bulks.Wish checked(Wish wish) {
        var action = wish.action();
        if (action == null) {
            throw Invalid.field("action", "missing; CANCEL, HOLD, RELEASE, RETRY or PRIORITY is expected");
        }
        var filter = wish.filter();
        var ids = wish.ids();
        if ((filter == null) == (ids == null)) {
            throw Invalid.field("filter", "either filter or ids is expected");
        }
        return new Bulks.Wish(
                action,
                filter == null
                        ? JobCriteria.only(ids == null ? List.of() : ids)
                        : JobCriteria.parse(filter, clock.instant()),
                filter == null ? null : written(filter),
                wish.priority(),
                wish.usefulFor());
    }

    /** As in the address of the list. */
    private static String written(Map<String, String> filter) {
        return new TreeMap<>(filter)
                .entrySet().stream()
                        .map(it -> it.getKey() + "="
                                + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8)
                                        .replace("%2C", ","))
                        .collect(Collectors.joining("&"));
    }

    /** How it stands: what is still to be done, what was done, and what was not possible. */
    @GetMapping("/{id}")
    BulkView show(@PathVariable long id) {
        return bulks.show(id);
    }

    /** Its jobs with their outcomes, highest id first. */
    @GetMapping("/{id}/jobs")
    Page<BulkJobView> jobs(@PathVariable long id, @RequestParam Map<String, String> url) {
        var parameters = new Parameters(url, Set.of());
        var limit = parameters.limit();
        return Pages.cut(bulks.jobs(id, parameters.number("after"), limit), limit, BulkJobView::job);
    }

    /** Does it to exactly the jobs of the preview; what could not be done at once goes on by itself. */
    @PostMapping("/{id}/confirm")
    BulkView confirm(
            @PathVariable long id,
            @RequestBody(required = false) @Nullable Confirmation confirmation,
            HttpServletRequest request) {
        bulks.confirm(id, confirmation == null ? null : confirmation.reason(), person(request));
        work.work(id);
        return bulks.show(id);
    }

    /** Takes back what can be taken back, within the time that the change tells; the answer is the change that does it, or the one that was stopped. */
    @PostMapping("/{id}/undo")
    BulkView undo(@PathVariable long id, HttpServletRequest request) {
        var undo = bulks.undo(id, person(request)).id();
        work.work(undo);
        return bulks.show(undo);
    }

    private static Bulks.Person person(HttpServletRequest request) {
        return new Bulks.Person(request.getRemoteUser(), request.isUserInRole(Role.OPERATOR.name()));
    }
}
