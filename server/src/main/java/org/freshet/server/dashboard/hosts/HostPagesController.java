package org.freshet.server.dashboard.hosts;

import jakarta.servlet.http.HttpServletRequest;
import org.freshet.server.dashboard.page.Actor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages about hosts. */
@Controller
class HostPagesController {

    private final HostReader hosts;

    HostPagesController(HostReader hosts) {
        this.hosts = hosts;
    }

    @GetMapping("/hosts")
    String list(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", hosts.list(query));
        return "dashboard/hosts";
    }

    @GetMapping("/hosts/{name}")
    String host(
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            Model model) {
        model.addAttribute("may", Actor.of(request).operator());
        model.addAttribute("page", hosts.read(name, query));
        return "dashboard/host";
    }
}
