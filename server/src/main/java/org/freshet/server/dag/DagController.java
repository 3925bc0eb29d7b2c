package org.freshet.server.dag;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.freshet.protocol.DagChecked;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagLoaded;
import org.freshet.protocol.DagView;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.server.dag.DagLoads.Person;
import org.freshet.server.platform.BodyBytes;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.RawBody;
import org.freshet.workflows.GraphMlReader;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/dags")
class DagController {

    private static final String XML = "application/xml";
    private static final String GRAPHML = "GraphML; docs/dag.md says what it holds.";

    private final Dags dags;
    private final DagLoads loads;

    DagController(Dags dags, DagLoads loads) {
        this.dags = dags;
        this.loads = loads;
    }

    /** DAGs by name, each with the facts of its newest version. */
    @GetMapping
    Page<DagView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        var after = Objects.requireNonNullElse(url.text("after"), "");
        return Pages.cut(dags.list(after, url.limit()), url.limit(), DagView::name);
    }

    /** One version of a DAG with everything in it, the newest unless another is asked for. */
    @GetMapping("/{name}")
    DagDetail show(@PathVariable String name, @RequestParam Optional<Integer> version) {
        return dags.detail(name, version.orElse(null));
    }

    /** One version of a DAG as GraphML. */
    @GetMapping("/{name}/graphml")
    void export(
            @PathVariable String name,
            @RequestParam Optional<Integer> version,
            @RawBody(mediaType = XML) HttpServletResponse response)
            throws IOException {
        var text = dags.export(name, version.orElse(null));
        response.setContentType(XML);
        // Text of people, which no browser shall take for a page of this server.
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".graphml\"");
        response.getOutputStream().write(text);
    }

    /** Stores GraphML as the newest version of a DAG; 200 if that version says the same already. */
    @PutMapping("/{name}")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<DagLoaded> load(
            @PathVariable String name,
            @RequestParam Optional<String> description,
            @RawBody(mediaType = XML, description = GRAPHML) HttpServletRequest body)
            throws IOException {
        var loaded = loads.load(name, text(body), description.orElse(null), person(body));
        return ResponseEntity.status(loaded.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(loaded);
    }

    /** Checks GraphML and stores nothing. */
    @PostMapping("/{name}/validate")
    DagChecked validate(
            @PathVariable String name, @RawBody(mediaType = XML, description = GRAPHML) HttpServletRequest body)
            throws IOException {
        return loads.check(name, text(body));
    }

    /** Removes a DAG with all its versions. */
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String name, @RequestParam Optional<String> reason, HttpServletRequest request) {
        loads.delete(name, reason.orElse(null), person(request));
    }

    private static byte[] text(HttpServletRequest body) throws IOException {
        return BodyBytes.read(body, GraphMlReader.MAX_BYTES, "The GraphML of a DAG");
    }

    private static Person person(HttpServletRequest request) {
        return new Person(Objects.requireNonNull(request.getRemoteUser()), request.isUserInRole(Role.OPERATOR.name()));
    }
}
