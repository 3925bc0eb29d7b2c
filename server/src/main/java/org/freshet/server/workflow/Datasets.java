package org.freshet.server.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.DatasetsAdded;
import org.freshet.protocol.DatasetsAdded.Item;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.dag.DataTypes;
import org.freshet.server.platform.Conflict;
import org.freshet.server.workflow.DatasetReader.Written;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Datasets that belong to no workflow: files that somebody brings. */
@Service
class Datasets {

    private final DatasetChangeSql changes;
    private final DatasetQuerySql query;
    private final DataTypes types;

    Datasets(DatasetChangeSql changes, DatasetQuerySql query, DataTypes types) {
        this.changes = changes;
        this.query = query;
        this.types = types;
    }

    /**
     * Adds those whose paths are not there yet, all or none; one that is there and differs is a {@link Conflict}. One that is
     * there and not written yet is marked as written if that is wished.
     */
    @Transactional
    DatasetsAdded add(List<Written> wishes, String user) {
        var terms = check(wishes);
        var actor = "user " + user;
        var created = changes.add(terms, actor);
        changes.markWritten(
                terms.stream()
                        .filter(it -> it.state() == DatasetState.WRITTEN)
                        .map(DatasetTerms::path)
                        .toList(),
                actor);
        var there = query
                .ofNoWorkflow(terms.stream().map(DatasetTerms::path).distinct().toList())
                .stream()
                .collect(Collectors.toMap(DatasetView::path, Function.identity()));
        var items = new ArrayList<Item>();
        for (var it : terms) {
            var known = Objects.requireNonNull(there.get(it.path()), it.path());
            refuseIfDifferent(known, it);
            items.add(new Item(known, created.remove(it.path())));
        }
        return new DatasetsAdded(items);
    }

    private List<DatasetTerms> check(List<Written> wishes) {
        var errors = new ArrayList<FieldError>();
        var all = new ArrayList<DatasetTerms>();
        for (var written : wishes) {
            all.add(DatasetTerms.of(written.wish(), (field, reason) -> errors.add(written.error(field, reason))));
        }
        var known = types.byName(
                new TreeSet<>(all.stream().map(DatasetTerms::datatype).toList()));
        for (int i = 0; i < all.size(); i++) {
            var datatype = all.get(i).datatype();
            if (!datatype.isEmpty() && !known.containsKey(datatype)) {
                errors.add(wishes.get(i)
                        .error(
                                "datatype",
                                "there is no data type \"" + datatype + "\"; add it with: freshet datatype add FILE"));
            }
        }
        if (!errors.isEmpty()) {
            throw Faults.nothingStored(errors);
        }
        return all;
    }

    private static void refuseIfDifferent(DatasetView known, DatasetTerms wanted) {
        var differences = wanted.differencesTo(known);
        if (!differences.isEmpty()) {
            throw new Conflict("There is a dataset " + known.id() + " with the path " + known.path() + " already, with "
                    + differences + ". Nothing was stored.");
        }
    }
}
