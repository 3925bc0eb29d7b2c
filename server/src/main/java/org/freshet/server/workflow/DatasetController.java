package org.freshet.server.workflow;

import java.util.Map;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.Page;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Pages;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/datasets")
class DatasetController {

    private final DatasetQuerySql query;

    DatasetController(DatasetQuerySql query) {
        this.query = query;
    }

    /** Datasets, newest first. */
    @GetMapping
    Page<DatasetView> list(@RequestParam Map<String, String> parameters) {
        var filter = DatasetQuerySql.Filter.of(parameters);
        return Pages.cut(query.list(filter), filter.limit(), DatasetView::id);
    }

    @GetMapping("/{id}")
    DatasetView show(@PathVariable long id) {
        return query.find(id)
                .orElseThrow(() ->
                        new NotFound("Dataset " + id + " does not exist. It was never made here, or it was deleted."));
    }
}
