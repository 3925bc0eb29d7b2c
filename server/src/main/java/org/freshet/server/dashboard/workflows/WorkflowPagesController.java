package org.freshet.server.dashboard.workflows;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.freshet.server.dashboard.action.Action;
import org.freshet.server.dashboard.action.ChangeForm;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.action.WorkflowAction;
import org.freshet.server.dashboard.page.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages about workflows. */
@Controller
class WorkflowPagesController {

    private final WorkflowListReader list;
    private final WorkflowReader workflows;
    private final Changes changes;

    WorkflowPagesController(WorkflowListReader list, WorkflowReader workflows, Changes changes) {
        this.list = list;
        this.workflows = workflows;
        this.changes = changes;
    }

    @GetMapping("/workflows")
    String list(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", list.read(query));
        return "dashboard/workflows";
    }

    @GetMapping("/workflows/{id}")
    String workflow(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String part,
            HttpServletRequest request,
            Model model) {
        return show(workflows.read(id, part), Actor.of(request), model);
    }

    /** Goes back to the workflow when it was done, or to the list when it is gone; else shows it as it is, and why not. */
    @PostMapping("/workflows/{id}/{action}")
    String change(
            @PathVariable String id,
            @PathVariable String action,
            ChangeForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Actor who = Actor.of(request);
        WorkflowAction wanted = Action.of(WorkflowAction.class, action);
        Outcome outcome = changes.ofWorkflow(id, wanted, form, who);
        if (!outcome.tell(response, model, next)) {
            return show(workflows.read(id, null), who, model);
        }
        return wanted == WorkflowAction.DELETE ? "redirect:/workflows" : "redirect:/workflows/{id}";
    }

    /** Where a browser comes that loads the answer to a form again. */
    @GetMapping("/workflows/{id}/{action:[a-z]+}")
    String back(@PathVariable String id, @PathVariable String action) {
        Action.of(WorkflowAction.class, action);
        return "redirect:/workflows/{id}";
    }

    private static String show(WorkflowPage page, Actor who, Model model) {
        model.addAttribute("page", page);
        model.addAttribute("offer", page.offer(who));
        return "dashboard/workflow";
    }
}
