package org.freshet.cli.dataset;

import org.freshet.cli.job.InputProblems;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.DatasetsAdded;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Add the datasets of a file, which belong to no workflow: a JSON object, or a list, with path (or dirpath and"
                    + " name), datatype, and perhaps datatag, comment and state (defined or written). All or none.",
            "A dataset is known by its path: adding the same again changes nothing, except that one with the state written"
                    + " counts as written from then on."
        },
        footer = {
            "  freshet dataset add datasets.json",
            "  echo '{\"path\": \"/data/run1837.txt\", \"datatype\": \"TXT\", \"state\": \"written\"}' | freshet dataset add -"
        })
final class DatasetAdd extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON; - reads stdin.")
    private String file = "-";

    DatasetAdd(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var source = InputFile.read(file, session.input());
        var answer = InputProblems.answer(source, () -> server().post("/datasets", source.bytes()));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            for (var item : answer.as(DatasetsAdded.class).items()) {
                var dataset = item.dataset();
                terminal()
                        .say((item.created() ? "Added" : "There already") + ": dataset " + dataset.id() + ", "
                                + Words.lower(dataset.state()) + ", " + dataset.path());
            }
        }
        return ExitCode.OK;
    }
}
