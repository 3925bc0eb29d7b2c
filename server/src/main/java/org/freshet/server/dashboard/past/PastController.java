package org.freshet.server.dashboard.past;

import java.util.Objects;
import org.freshet.server.dashboard.page.SharedPages;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The overview and the list of jobs as they were: the addresses of both with a moment. */
@Controller
class PastController {

    private final SharedPages<PastPage> overviews;
    private final SharedPages<JobsThenPage> jobs;

    PastController(PastReader overview, JobsThenReader jobs) {
        this.overviews = new SharedPages<>(it -> overview.read(Objects.requireNonNullElse(it.getFirst(Past.NAME), "")));
        this.jobs = new SharedPages<>(jobs::read);
    }

    @GetMapping(value = "/", params = Past.NAME)
    String overview(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", overviews.get(query));
        return "dashboard/past";
    }

    @GetMapping(value = "/jobs", params = Past.NAME)
    String jobs(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", jobs.get(query));
        return "dashboard/jobsthen";
    }
}
