package org.freshet.server.dashboard.failures;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import org.freshet.server.dashboard.failures.ErrorsChanges.Deed;
import org.freshet.server.dashboard.page.Actor;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of failures, and what is done there. */
@Controller
class ErrorsController {

    private final ErrorsReader errors;
    private final ErrorsChanges changes;

    ErrorsController(ErrorsReader errors, ErrorsChanges changes) {
        this.errors = errors;
        this.changes = changes;
    }

    @GetMapping("/errors")
    String errors(@RequestParam MultiValueMap<String, String> query, HttpServletRequest request, Model model) {
        return show(query, Actor.of(request), model);
    }

    /** Goes back to the page when it was done; else shows it as it is, and why not. */
    @PostMapping("/errors/{deed}")
    String change(
            @PathVariable String deed,
            ErrorsForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        var who = Actor.of(request);
        var outcome = changes.apply(deed(deed), form, who);
        return outcome.tell(response, model, next)
                ? "redirect:" + form.backOrHome()
                : show(new LinkedMultiValueMap<>(), who, model);
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/errors/{deed}")
    String back(@PathVariable String deed) {
        deed(deed);
        return "redirect:/errors";
    }

    private static Deed deed(String word) {
        return Arrays.stream(Deed.values())
                .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String show(MultiValueMap<String, String> query, Actor who, Model model) {
        model.addAttribute("page", errors.read(query));
        model.addAttribute("may", who.operator());
        model.addAttribute("login", !who.isKnown());
        return "dashboard/errors";
    }
}
