package org.freshet.server.workflow;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.DatasetsAdded;
import org.freshet.protocol.Page;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.RawBody;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/datasets")
class DatasetController {

    private static final String DATASETS =
            "A list of datasets, or one: an object with path, or dirpath and name, with datatype, and if they are wanted"
                    + " datatag, comment, state.";

    private final DatasetQuerySql query;
    private final Datasets datasets;
    private final DatasetReader reader;

    DatasetController(DatasetQuerySql query, Datasets datasets, DatasetReader reader) {
        this.query = query;
        this.datasets = datasets;
        this.reader = reader;
    }

    /** Datasets, newest first. */
    @GetMapping
    Page<DatasetView> list(@RequestParam Map<String, String> parameters) {
        var filter = DatasetQuerySql.Filter.of(parameters);
        return Pages.cut(query.list(filter), filter.limit(), DatasetView::id);
    }

    /** Adds all datasets of the list, or none; 200 if all of them are there already. They belong to no workflow. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<DatasetsAdded> add(@RawBody(description = DATASETS) HttpServletRequest body, Principal user)
            throws IOException {
        var added = datasets.add(reader.read(body.getInputStream()), user.getName());
        var isNew = added.items().stream().anyMatch(DatasetsAdded.Item::created);
        return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(added);
    }

    @GetMapping("/{id}")
    DatasetView show(@PathVariable long id) {
        return query.find(id)
                .orElseThrow(() ->
                        new NotFound("Dataset " + id + " does not exist. It was never made here, or it was deleted."));
    }
}
