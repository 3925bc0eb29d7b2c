package org.freshet.cli.datatype;

import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Listing;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.protocol.DataTypeView;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List data types.",
        footer = {"  freshet datatype list", "  freshet datatype list --json | jq -r '.items[] | .name + .ext'"})
final class DataTypeList extends ServerCommand {

    DataTypeList(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var types = Listing.read(server(), "/datatypes", Query.empty(), Integer.MAX_VALUE);
        if (json()) {
            terminal().json(types.json());
            return ExitCode.OK;
        }
        var items = types.items(DataTypeView.class).items();
        if (items.isEmpty()) {
            terminal().note("There is no data type yet; 'freshet datatype add FILE' adds some.");
            return ExitCode.OK;
        }
        var table = Table.of("TYPE", "EXT", "A FILE MUST", "COMMENT");
        for (var type : items) {
            table.row(type.name(), type.ext(), must(type), type.comment());
        }
        table.print(terminal());
        return ExitCode.OK;
    }

    private static String must(DataTypeView type) {
        return switch (type.outputCheck()) {
            case NOT_EMPTY -> "not be empty";
            case EXISTS -> "be there";
            case NONE -> "nothing";
        };
    }
}
