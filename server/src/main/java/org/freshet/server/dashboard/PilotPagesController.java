package org.freshet.server.dashboard;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages about pilots. */
@Controller
class PilotPagesController {

    private final PilotListReader list;
    private final PilotReader pilots;

    PilotPagesController(PilotListReader list, PilotReader pilots) {
        this.list = list;
        this.pilots = pilots;
    }

    @GetMapping("/pilots")
    String list(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", list.read(query));
        return "dashboard/pilots";
    }

    @GetMapping("/pilots/{id}")
    String pilot(@PathVariable String id, Model model) {
        model.addAttribute("page", pilots.read(id));
        return "dashboard/pilot";
    }
}
