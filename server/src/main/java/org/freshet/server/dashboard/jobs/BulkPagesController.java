package org.freshet.server.dashboard.jobs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.freshet.server.dashboard.jobs.BulkChanges.Outcome;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Changes of many jobs: what is chosen on the list, previewed, confirmed and taken back. */
@Controller
class BulkPagesController {

    private final BulkPageReader pages;
    private final BulkChanges changes;

    BulkPagesController(BulkPageReader pages, BulkChanges changes) {
        this.pages = pages;
        this.changes = changes;
    }

    /** Goes to the preview, or back to the list, which says why there is none. */
    @PostMapping("/jobs/bulk")
    String prepare(
            BulkForm form,
            @RequestParam MultiValueMap<String, String> all,
            HttpServletRequest request,
            RedirectAttributes next) {
        Filter filter = JobListReader.filter(all);
        Outcome outcome = changes.preview(form, filter, Actor.of(request));
        if (outcome.isDone()) {
            return "redirect:/bulks/" + outcome.bulk();
        }
        next.addFlashAttribute("refusal", outcome.sentence());
        return "redirect:" + filter.href();
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/jobs/bulk")
    String list() {
        return "redirect:/jobs";
    }

    @GetMapping("/bulks/{id}")
    String show(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            HttpServletRequest request,
            Model model) {
        model.addAttribute("page", pages.read(id, after, Actor.of(request)));
        return "dashboard/bulk";
    }

    @PostMapping("/bulks/{id}/{action}")
    String change(
            @PathVariable String id,
            @PathVariable String action,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String minutes,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Actor who = Actor.of(request);
        long bulk = pages.id(id);
        Outcome outcome = switch (action) {
            case "confirm" -> changes.confirm(bulk, reason, who);
            case "undo" -> changes.undo(bulk, who);
            case "cancel" -> changes.cancel(bulk, who);
            case "again" -> changes.again(bulk, minutes, who);
            default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        };
        if (outcome.isDone()) {
            return "redirect:/bulks/" + outcome.bulk();
        }
        response.setStatus(outcome.status().value());
        model.addAttribute("refusal", outcome.sentence());
        model.addAttribute("page", pages.read(id, null, who));
        return "dashboard/bulk";
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/bulks/{id}/{action:confirm|undo|cancel|again}")
    String back(@PathVariable String id, @PathVariable String action) {
        return "redirect:/bulks/" + pages.id(id);
    }
}
