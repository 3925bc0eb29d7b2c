package org.freshet.server.dashboard.workflows;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages about DAGs. */
@Controller
class DagPagesController {

    private final DagReader dags;

    DagPagesController(DagReader dags) {
        this.dags = dags;
    }

    @GetMapping("/dags")
    String list(@RequestParam(required = false) @Nullable String after, Model model) {
        model.addAttribute("page", dags.list(after));
        return "dashboard/dags";
    }

    @GetMapping("/dags/{name}")
    String dag(@PathVariable String name, @RequestParam(required = false) @Nullable String version, Model model) {
        model.addAttribute("page", dags.read(name, version));
        return "dashboard/dag";
    }

    /** A file to keep: text of people, which no browser shall take for a page of this server. */
    @GetMapping("/dags/{name}/graphml")
    ResponseEntity<byte[]> graphml(
            @PathVariable String name, @RequestParam(required = false) @Nullable String version) {
        var text = dags.graphml(name, version);
        var file = ContentDisposition.attachment().filename(name + ".graphml").build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_XML)
                .header(HttpHeaders.CONTENT_DISPOSITION, file.toString())
                .body(text);
    }
}
