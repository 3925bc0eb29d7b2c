package org.freshet.server.dashboard.jobs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.freshet.server.dashboard.page.Actor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of jobs, as a page and as a file. */
@Controller
class JobListController {

    /** Remembers the columns that somebody chose. */
    private static final String COOKIE = "freshet-columns";

    private static final Duration REMEMBERED = Duration.ofDays(365);

    private final JobListReader list;
    private final SavedViewBarReader views;
    private final JobExport export;

    JobListController(JobListReader list, SavedViewBarReader views, JobExport export) {
        this.list = list;
        this.views = views;
        this.export = export;
    }

    /** The list; from the search field of every page the way to a job, if what was typed is the id of one. */
    @GetMapping("/jobs")
    String list(
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<String> job = soughtJob(query);
        if (job.isPresent()) {
            return "redirect:" + job.get();
        }
        JobsPage page = list.read(withColumns(query, request));
        if (query.containsKey("cols")) {
            remember(page.chosen() ? page.filter().joined("cols") : "", request, response);
        }
        Actor who = Actor.of(request);
        model.addAttribute("page", page);
        model.addAttribute("views", views.read(page.search(), who));
        model.addAttribute("offer", who.submitter());
        model.addAttribute("login", !who.isKnown());
        return "dashboard/jobs";
    }

    private static Optional<String> soughtJob(MultiValueMap<String, String> query) {
        String sought = query.getFirst("q");
        return query.size() == 1 && sought != null ? Search.job(sought) : Optional.empty();
    }

    /** What the address does not say, the cookie may. */
    private static MultiValueMap<String, String> withColumns(
            MultiValueMap<String, String> query, HttpServletRequest request) {
        Optional<String> remembered = query.containsKey("cols") ? Optional.empty() : cookie(request);
        if (remembered.isEmpty()) {
            return query;
        }
        MultiValueMap<String, String> all = new LinkedMultiValueMap<>(query);
        all.put("cols", List.of(remembered.get()));
        return all;
    }

    private static Optional<String> cookie(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(it -> it.getName().equals(COOKIE))
                .map(it -> it.getValue().replace('.', ','))
                .filter(it -> List.of(it.split(",", -1)).stream()
                        .allMatch(word -> JobColumn.words().contains(word)))
                .findFirst();
    }

    /** With dots: a comma has no place in the value of a cookie. */
    private static void remember(String columns, HttpServletRequest request, HttpServletResponse response) {
        ResponseCookie cookie = ResponseCookie.from(COOKIE, columns.replace(',', '.'))
                .path("/jobs")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .maxAge(columns.isEmpty() ? Duration.ZERO : REMEMBERED)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    @GetMapping("/jobs.csv")
    void csv(@RequestParam MultiValueMap<String, String> query, HttpServletResponse response) throws IOException {
        begin(response, new MediaType("text", "csv", StandardCharsets.UTF_8), "jobs.csv");
        export.csv(query, response.getWriter());
    }

    @GetMapping("/jobs.json")
    void json(@RequestParam MultiValueMap<String, String> query, HttpServletResponse response) throws IOException {
        begin(response, MediaType.APPLICATION_JSON, "jobs.json");
        export.json(query, response.getWriter());
    }

    private static void begin(HttpServletResponse response, MediaType type, String name) {
        response.setContentType(type.toString());
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    }
}
