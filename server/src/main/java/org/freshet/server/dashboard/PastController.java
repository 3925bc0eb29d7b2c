package org.freshet.server.dashboard;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The overview and the list of jobs as they were: the addresses of both with a moment. */
@Controller
class PastController {

    private final PastReader overview;
    private final JobsThenReader jobs;

    PastController(PastReader overview, JobsThenReader jobs) {
        this.overview = overview;
        this.jobs = jobs;
    }

    @GetMapping(value = "/", params = Past.NAME)
    String overview(@RequestParam(Past.NAME) String at, Model model) {
        model.addAttribute("page", overview.read(at));
        return "dashboard/past";
    }

    @GetMapping(value = "/jobs", params = {Past.NAME, "!q"})
    String jobs(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", jobs.read(query));
        return "dashboard/jobsthen";
    }
}
