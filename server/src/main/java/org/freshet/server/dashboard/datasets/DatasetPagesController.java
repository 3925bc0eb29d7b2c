package org.freshet.server.dashboard.datasets;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages about datasets. */
@Controller
class DatasetPagesController {

    private final DatasetListReader list;
    private final DatasetPageReader datasets;

    DatasetPagesController(DatasetListReader list, DatasetPageReader datasets) {
        this.list = list;
        this.datasets = datasets;
    }

    @GetMapping("/datasets")
    String list(@RequestParam MultiValueMap<String, String> query, Model model) {
        model.addAttribute("page", list.read(query));
        return "dashboard/datasets";
    }

    @GetMapping("/datasets/{id}")
    String dataset(@PathVariable String id, Model model) {
        model.addAttribute("page", datasets.read(id));
        return "dashboard/dataset";
    }
}
