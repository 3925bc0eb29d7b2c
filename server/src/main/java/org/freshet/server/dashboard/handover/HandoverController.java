package org.freshet.server.dashboard.handover;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.freshet.server.dashboard.alarms.AlarmChanges;
import org.freshet.server.dashboard.page.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The hand-over of a shift. */
@Controller
class HandoverController {

    private static final MediaType PLAIN = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final HandoverReader shifts;
    private final AlarmChanges changes;

    HandoverController(HandoverReader shifts, AlarmChanges changes) {
        this.shifts = shifts;
        this.changes = changes;
    }

    @GetMapping("/handover")
    String shift(@RequestParam MultiValueMap<String, String> query, HttpServletRequest request, Model model) {
        return show(query, Actor.of(request), model);
    }

    @GetMapping("/handover.txt")
    ResponseEntity<String> text(@RequestParam MultiValueMap<String, String> query) {
        return ResponseEntity.ok().contentType(PLAIN).body(shifts.read(query).text());
    }

    @PostMapping("/handover/notes")
    String note(
            @RequestParam(required = false) @Nullable String text,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        if (changes.note(text, who).tell(response, model, next)) {
            return "redirect:/handover";
        }
        model.addAttribute("typed", text);
        return show(new LinkedMultiValueMap<>(), who, model);
    }

    /** Where a browser comes that loads the answer to the form again. */
    @GetMapping("/handover/notes")
    String back() {
        return "redirect:/handover";
    }

    private String show(MultiValueMap<String, String> query, Actor who, Model model) {
        model.addAttribute("page", shifts.read(query));
        model.addAttribute("known", who.isKnown());
        return "dashboard/handover";
    }
}
