package org.freshet.server.dashboard.job;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.freshet.protocol.JobId;
import org.freshet.server.dashboard.action.Action;
import org.freshet.server.dashboard.action.ChangeForm;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.action.JobAction;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.job.LogFollowers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages about jobs. */
@Controller
class JobPagesController {

    private static final MediaType PLAIN = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final JobReader jobs;
    private final JobLogReader logs;
    private final LogFollowers followers;
    private final Changes changes;

    JobPagesController(JobReader jobs, JobLogReader logs, LogFollowers followers, Changes changes) {
        this.jobs = jobs;
        this.logs = logs;
        this.followers = followers;
        this.changes = changes;
    }

    @GetMapping("/jobs/{id}")
    String job(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String attempt,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            Model model) {
        LogWish wish = LogWish.of(query.getFirst("find"), query.getFirst("line"), query.getFirst("follow"));
        JobPage page = jobs.read(id, attempt, wish);
        if (page.mayGrow()) {
            followers.look(new JobId(page.job().id()));
        }
        return show(page, attempt, Actor.of(request), model);
    }

    /** Goes back to the job when it was done; else shows the job as it is, and why not. */
    @PostMapping("/jobs/{id}/{action}")
    String change(
            @PathVariable String id,
            @PathVariable String action,
            ChangeForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        Outcome outcome = changes.ofJob(id, Action.of(JobAction.class, action), form, who);
        return outcome.tell(response, model, next)
                ? "redirect:/jobs/{id}"
                : show(jobs.read(id, null, LogWish.NONE), null, who, model);
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/jobs/{id}/{action:[a-z]+}")
    String back(@PathVariable String id, @PathVariable String action) {
        Action.of(JobAction.class, action);
        return "redirect:/jobs/{id}";
    }

    @GetMapping("/jobs/{id}/log/{stream}")
    ResponseEntity<byte[]> log(
            @PathVariable String id,
            @PathVariable String stream,
            @RequestParam(required = false) @Nullable String attempt) {
        return ResponseEntity.ok().contentType(PLAIN).body(logs.plain(id, stream, attempt));
    }

    private static String show(JobPage page, @Nullable String attempt, Actor who, Model model) {
        model.addAttribute("page", page);
        model.addAttribute("offer", page.offer(who, attempt));
        return "dashboard/job";
    }
}
