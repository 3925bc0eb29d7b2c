package org.freshet.cli.dataset;

import java.time.Instant;
import java.util.List;
import org.freshet.cli.session.NewestList;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.WordArgument;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Words;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.DatasetView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List datasets, newest first.",
        footer = {"  freshet dataset list --workflow 7", "  freshet dataset list --state written --type TXT --json"})
final class DatasetList extends NewestList<DatasetView> {

    @Option(
            names = "--state",
            split = ",",
            completionCandidates = WordArgument.DatasetStates.class,
            paramLabel = "STATE",
            description = "Only datasets in one of these states, for example written.")
    private List<DatasetState> states = List.of();

    @Option(names = "--workflow", paramLabel = "ID", description = "Only datasets of this workflow.")
    private @Nullable Long workflow;

    @Option(names = "--job", paramLabel = "ID", description = "Only datasets that this job writes or reads.")
    private @Nullable Long job;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only datasets of this data type.")
    private @Nullable String type;

    @Option(names = "--name", paramLabel = "TEXT", description = "Only datasets with this in their names.")
    private @Nullable String name;

    DatasetList(Session session) {
        super(session, "dataset", DatasetView.class, 20);
    }

    @Override
    protected Query filters() {
        return Query.empty()
                .with("state", states)
                .with("workflow", workflow)
                .with("job", job)
                .with("datatype", type)
                .with("name", name);
    }

    @Override
    protected Table table(List<DatasetView> datasets, Instant now) {
        var table = Table.of(">ID", "STATE", "TYPE", ">WORKFLOW", "FROM", "TO", "VARIABLE", "PATH");
        for (var dataset : datasets) {
            table.row(
                    dataset.id(),
                    Words.lower(dataset.state()),
                    dataset.datatype(),
                    dataset.workflow(),
                    dataset.source(),
                    dataset.target(),
                    dataset.datatag(),
                    dataset.path());
        }
        return table;
    }
}
