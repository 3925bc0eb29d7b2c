package org.freshet.server.dashboard.pilots;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.freshet.server.dashboard.action.Action;
import org.freshet.server.dashboard.action.ChangeForm;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.action.PilotAction;
import org.freshet.server.dashboard.page.Actor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages about pilots. */
@Controller
class PilotPagesController {

    private final PilotListReader list;
    private final PilotReader pilots;
    private final Changes changes;

    PilotPagesController(PilotListReader list, PilotReader pilots, Changes changes) {
        this.list = list;
        this.pilots = pilots;
        this.changes = changes;
    }

    @GetMapping("/pilots")
    String list(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", list.read(query));
        return "dashboard/pilots";
    }

    @GetMapping("/pilots/{id}")
    String pilot(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            Model model) {
        return show(pilots.read(id, query), Actor.of(request), model);
    }

    /** Goes back to the pilot when it was done; else shows the pilot as it is, and why not. */
    @PostMapping("/pilots/{id}/{action}")
    String change(
            @PathVariable String id,
            @PathVariable String action,
            ChangeForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        Outcome outcome = changes.ofPilot(id, Action.of(PilotAction.class, action), form, who);
        return outcome.tell(response, model, next)
                ? "redirect:/pilots/{id}"
                : show(pilots.read(id, new LinkedMultiValueMap<>()), who, model);
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/pilots/{id}/{action:[a-z]+}")
    String back(@PathVariable String id, @PathVariable String action) {
        Action.of(PilotAction.class, action);
        return "redirect:/pilots/{id}";
    }

    private static String show(PilotPage page, Actor who, Model model) {
        model.addAttribute("page", page);
        model.addAttribute("offer", page.offer(who));
        return "dashboard/pilot";
    }
}
