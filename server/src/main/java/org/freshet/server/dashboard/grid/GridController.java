package org.freshet.server.dashboard.grid;

import org.freshet.server.dashboard.page.SharedPages;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of runs by job types. */
@Controller
class GridController {

    private final SharedPages<GridPage> grid;

    GridController(GridReader grid) {
        this.grid = new SharedPages<>(grid::read);
    }

    @GetMapping("/grid")
    String grid(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", grid.get(query));
        return "dashboard/grid";
    }
}
