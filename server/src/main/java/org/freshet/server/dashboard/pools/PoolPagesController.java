package org.freshet.server.dashboard.pools;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.freshet.server.dashboard.action.Action;
import org.freshet.server.dashboard.action.ChangeForm;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.action.PoolAction;
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

/** The pages about the pool. */
@Controller
class PoolPagesController {

    private final PoolReader pools;
    private final Changes changes;

    PoolPagesController(PoolReader pools, Changes changes) {
        this.pools = pools;
        this.changes = changes;
    }

    @GetMapping("/pool")
    String list(Model model) {
        model.addAttribute("page", pools.list());
        return "dashboard/pools";
    }

    @GetMapping("/pool/{site}")
    String pool(
            @PathVariable String site,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            Model model) {
        return show(site, query, Actor.of(request), model);
    }

    /** Goes back to the pool when it was done; else shows the pool as it is, and why not. */
    @PostMapping("/pool/{site}/{action}")
    String change(
            @PathVariable String site,
            @PathVariable String action,
            ChangeForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        Outcome outcome = changes.ofPool(site, Action.of(PoolAction.class, action), form, who);
        return outcome.tell(response, model, next)
                ? "redirect:/pool/{site}"
                : show(site, new LinkedMultiValueMap<>(), who, model);
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/pool/{site}/{action:[a-z]+}")
    String back(@PathVariable String site, @PathVariable String action) {
        Action.of(PoolAction.class, action);
        return "redirect:/pool/{site}";
    }

    private String show(String site, MultiValueMap<String, String> query, Actor who, Model model) {
        PoolPage page = pools.read(site, query);
        model.addAttribute("page", page);
        model.addAttribute("offer", page.offer(who));
        return "dashboard/pool";
    }
}
