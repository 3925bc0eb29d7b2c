package org.freshet.server.dashboard.jobs;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.function.Supplier;
import org.freshet.protocol.SavedView;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.view.SavedViews;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Keeps and removes lists of jobs. What came of it stands on the list that comes next. */
@Controller
class SavedViewPagesController {

    private final SavedViews views;
    private final Words words;

    SavedViewPagesController(SavedViews views, Words words) {
        this.views = views;
        this.words = words;
    }

    /** The form's address has the filters of the list that is kept. */
    @PostMapping("/views")
    String save(
            @RequestParam MultiValueMap<String, String> all,
            @RequestParam(required = false) @Nullable String called,
            @RequestParam(required = false) @Nullable String shared,
            HttpServletRequest request,
            RedirectAttributes next) {
        Filter filter = JobListReader.filter(all);
        tell(() -> views.save(called, filter.search(), shared != null, person(request)), "views.saved", next);
        return "redirect:" + filter.href();
    }

    @PostMapping("/views/{id}/remove")
    String remove(@PathVariable String id, HttpServletRequest request, RedirectAttributes next) {
        tell(() -> views.remove(Ids.number(id).orElse(0L), person(request)), "views.removed", next);
        return "redirect:" + Paths.JOBS;
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping({"/views", "/views/{id}/remove"})
    String list() {
        return "redirect:" + Paths.JOBS;
    }

    private void tell(Supplier<SavedView> change, String key, RedirectAttributes next) {
        try {
            next.addFlashAttribute("done", words.say(key, change.get().name()));
        } catch (Invalid | Forbidden | Conflict | NotFound e) {
            next.addFlashAttribute("refusal", String.valueOf(e.getMessage()));
        }
    }

    private static SavedViews.Person person(HttpServletRequest request) {
        Actor who = Actor.of(request);
        return new SavedViews.Person(Objects.requireNonNull(who.account()), who.submitter(), who.operator());
    }
}
