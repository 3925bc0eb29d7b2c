package org.freshet.cli.datatype;

import java.util.stream.Collectors;
import org.freshet.cli.job.InputProblems;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.DataTypesAdded;
import org.freshet.protocol.DataTypesAdded.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Add the data types of a file: a JSON object, or a list, with name and perhaps ext (.txt), comment and"
                    + " outputCheck (NOT_EMPTY, EXISTS or NONE). All or none.",
            "Adding the same again changes nothing; a different one of that name is refused."
        },
        footer = {
            "  freshet datatype add datatypes.json",
            "  echo '{\"name\": \"TXT\", \"ext\": \".txt\"}' | freshet datatype add -"
        })
final class DataTypeAdd extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON; - reads stdin.")
    private String file = "-";

    DataTypeAdd(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var source = InputFile.read(file, session.input());
        var answer = InputProblems.answer(source, () -> server().post("/datatypes", source.bytes()));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            var items = answer.as(DataTypesAdded.class).items();
            say(
                    "Added",
                    items.stream().filter(Item::created).map(DataTypeAdd::name).collect(Collectors.joining(", ")));
            say(
                    "There already",
                    items.stream()
                            .filter(item -> !item.created())
                            .map(DataTypeAdd::name)
                            .collect(Collectors.joining(", ")));
        }
        return ExitCode.OK;
    }

    private static String name(Item item) {
        return item.dataType().name();
    }

    private void say(String what, String names) {
        if (!names.isEmpty()) {
            terminal().say(what + ": " + names + ".");
        }
    }
}
