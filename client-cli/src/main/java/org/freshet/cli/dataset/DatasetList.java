package org.freshet.cli.dataset;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
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
final class DatasetList extends ServerCommand {

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

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "The most datasets to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    DatasetList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var filters = Query.empty()
                .with("state", states.stream().map(DatasetState::name).collect(Collectors.joining(",")))
                .with("workflow", workflow)
                .with("job", job)
                .with("datatype", type)
                .with("name", name);
        printNewest(
                Listing.read(server(), "/datasets", filters, limit),
                DatasetView.class,
                "dataset",
                it -> table(it).print(terminal()));
        return ExitCode.OK;
    }

    private static Table table(List<DatasetView> datasets) {
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
