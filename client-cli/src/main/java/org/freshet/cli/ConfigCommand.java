package org.freshet.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import picocli.CommandLine.Command;

@Command(
        name = "config",
        description = {
            "Show which server is asked and with which token, and who says so. A token is never printed.",
            "The file has lines 'key = value': url, token, token-file, colour, server (the name of the usual one), and"
                    + " below a line '[NAME]' the url and token of a server with that name."
        },
        footer = {"  freshet config", "  freshet config --server np04 --json"})
final class ConfigCommand extends ServerCommand {

    /** One thing that is in force. */
    private record Setting(String name, String value, String source) {}

    ConfigCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (json()) {
            printJson();
        } else {
            print();
        }
        return ExitCode.OK;
    }

    private List<Setting> settings() {
        var connection = session.connection();
        boolean anonymous = connection.token() == null;
        var colour = session.colourInForce();
        return List.of(
                new Setting("url", connection.url(), connection.urlFrom()),
                new Setting(
                        "token",
                        anonymous ? "none" : "set",
                        anonymous ? connection.withoutToken() : connection.tokenFrom()),
                new Setting("colour", colour.word(), colour.source()));
    }

    private void print() {
        var table = Table.of("SETTING", "VALUE", "FROM");
        settings().forEach(it -> table.row(it.name, it.value, it.source));
        table.print(terminal());
        var file = session.config();
        terminal().note("The configuration file is " + file.path() + (file.exists() ? "." : "; there is none."));
    }

    private void printJson() {
        var document = Json.MAPPER.createObjectNode();
        for (var setting : settings()) {
            document.putObject(setting.name).put("value", setting.value).put("from", setting.source);
        }
        document.putObject("file")
                .put("path", session.config().path().toString())
                .put("exists", session.config().exists());
        terminal().json(document.toString().getBytes(StandardCharsets.UTF_8));
    }
}
