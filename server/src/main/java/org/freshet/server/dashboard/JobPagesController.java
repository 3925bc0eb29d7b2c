package org.freshet.server.dashboard;

import java.nio.charset.StandardCharsets;
import org.freshet.protocol.JobId;
import org.freshet.server.job.LogFollowers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages about jobs. */
@Controller
class JobPagesController {

    private static final MediaType PLAIN = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final JobListReader list;
    private final JobReader jobs;
    private final JobLogReader logs;
    private final LogFollowers followers;

    JobPagesController(JobListReader list, JobReader jobs, JobLogReader logs, LogFollowers followers) {
        this.list = list;
        this.jobs = jobs;
        this.logs = logs;
        this.followers = followers;
    }

    /** The list; with {@code q}, the search field of every page, the way to what was sought. */
    @GetMapping("/jobs")
    String list(@RequestParam MultiValueMap<String, String> query, Model model) {
        String sought = query.getFirst("q");
        if (sought != null) {
            return "redirect:" + Search.target(sought);
        }
        model.addAttribute("page", list.read(query));
        return "dashboard/jobs";
    }

    @GetMapping("/jobs/{id}")
    String job(@PathVariable String id, @RequestParam(required = false) @Nullable String attempt, Model model) {
        JobPage page = jobs.read(id, attempt);
        if (page.mayGrow()) {
            followers.look(new JobId(page.job().id()));
        }
        model.addAttribute("page", page);
        return "dashboard/job";
    }

    @GetMapping("/jobs/{id}/log/{stream}")
    ResponseEntity<byte[]> log(
            @PathVariable String id,
            @PathVariable String stream,
            @RequestParam(required = false) @Nullable String attempt) {
        return ResponseEntity.ok().contentType(PLAIN).body(logs.plain(id, stream, attempt));
    }
}
