package org.freshet.server.dashboard.types;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.freshet.server.dashboard.action.Action;
import org.freshet.server.dashboard.action.TypeAction;
import org.freshet.server.dashboard.page.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages about job types. */
@Controller
class TypePagesController {

    private final TypeReader types;
    private final TypeChanges changes;

    TypePagesController(TypeReader types, TypeChanges changes) {
        this.types = types;
        this.changes = changes;
    }

    @GetMapping("/types")
    String list(@RequestParam(required = false) @Nullable String after, Model model) {
        model.addAttribute("page", types.list(after));
        return "dashboard/types";
    }

    @GetMapping("/types/{name}")
    String type(
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            Model model) {
        return show(types.read(name, query), Actor.of(request), model);
    }

    /** Goes back to the job type when it was done; else shows it as it is, and why not. */
    @PostMapping("/types/{name}/{action}")
    String change(
            @PathVariable String name,
            @PathVariable String action,
            TypeForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        var who = Actor.of(request);
        var outcome = changes.of(types.type(name), Action.of(TypeAction.class, action), form, who);
        return outcome.tell(response, model, next)
                ? "redirect:/types/{name}"
                : show(types.read(name, new LinkedMultiValueMap<>()), who, model);
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/types/{name}/{action:[a-z-]+}")
    String back(@PathVariable String name, @PathVariable String action) {
        Action.of(TypeAction.class, action);
        return "redirect:/types/{name}";
    }

    private static String show(TypePage page, Actor who, Model model) {
        model.addAttribute("page", page);
        model.addAttribute("offer", page.offer(who));
        return "dashboard/type";
    }
}
