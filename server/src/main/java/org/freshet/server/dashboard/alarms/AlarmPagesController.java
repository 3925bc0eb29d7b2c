package org.freshet.server.dashboard.alarms;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.freshet.server.dashboard.action.Changes.Outcome;
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

/** The page of alarms. */
@Controller
class AlarmPagesController {

    private static final String BACK = "redirect:/alarms";

    private final AlarmListReader list;
    private final AlarmChanges changes;

    AlarmPagesController(AlarmListReader list, AlarmChanges changes) {
        this.list = list;
        this.changes = changes;
    }

    @GetMapping("/alarms")
    String list(@RequestParam MultiValueMap<String, String> query, HttpServletRequest request, Model model) {
        return show(query, Actor.of(request), model);
    }

    @PostMapping("/alarms/{id}/ack")
    String acknowledge(
            @PathVariable String id,
            AlarmForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        return answer(changes.acknowledge(id, form, who), who, response, model, next);
    }

    @PostMapping("/alarms/{id}/silence")
    String silence(
            @PathVariable String id,
            AlarmForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        return answer(changes.silence(id, form, who), who, response, model, next);
    }

    @PostMapping("/alarms/silences/{id}/end")
    String unsilence(
            @PathVariable String id,
            AlarmForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        return answer(changes.unsilence(id, form, who), who, response, model, next);
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping({"/alarms/{id}/ack", "/alarms/{id}/silence", "/alarms/silences/{id}/end"})
    String back() {
        return BACK;
    }

    /** Goes back to the alarms when it was done; else shows them as they are, and why not. */
    private String answer(
            Outcome outcome, Actor who, HttpServletResponse response, Model model, RedirectAttributes next) {
        return outcome.tell(response, model, next) ? BACK : show(new LinkedMultiValueMap<>(), who, model);
    }

    private String show(MultiValueMap<String, String> query, Actor who, Model model) {
        model.addAttribute("page", list.read(query));
        model.addAttribute("may", who.operator());
        model.addAttribute("known", who.isKnown());
        return "dashboard/alarms";
    }
}
