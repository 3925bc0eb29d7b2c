package org.freshet.cli.dataset;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Sheet;
import org.freshet.cli.text.Words;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.JobId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show a dataset: its file, and the jobs that write and read it.",
        footer = {"  freshet dataset show 12"})
final class DatasetShow extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number of the dataset.")
    private long id;

    DatasetShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/datasets/" + id);
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            sheet(answer.as(DatasetView.class)).print(terminal());
        }
        return ExitCode.OK;
    }

    private Sheet sheet(DatasetView dataset) {
        return new Sheet(session.time().now())
                .line("path", dataset.path())
                .line("state", Words.lower(dataset.state()))
                .line("type", dataset.datatype())
                .line("variable", dataset.datatag())
                .line("written by", end(dataset.source(), dataset.sourceJob()))
                .line("read by", end(dataset.target(), dataset.targetJob()))
                .line("workflow", dataset.workflow())
                .line("comment", dataset.comment())
                .line("made", dataset.createdAt())
                .line("written", dataset.writtenAt());
    }

    private static @Nullable String end(@Nullable String vertex, @Nullable JobId job) {
        return job == null ? null : "job " + job + (vertex == null ? "" : " (" + vertex + ")");
    }
}
