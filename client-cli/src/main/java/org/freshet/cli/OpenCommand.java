package org.freshet.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        description = "Print the address of a job's page, or of a pilot's. Asks no server.",
        footer = {"  freshet open 12", "  freshet open 3 --pilot --browser"})
final class OpenCommand extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number or UUID of the job.")
    private IdArgument id = new IdArgument("");

    @Option(names = "--pilot", description = "The id is that of a pilot.")
    private boolean pilot;

    @Option(names = "--browser", description = "Show the page in a browser as well, where there is a display.")
    private boolean browser;

    OpenCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        String url = session.connection().url() + (pilot ? "/pilots/" : "/jobs/") + id;
        if (json()) {
            var document = Json.MAPPER.createObjectNode().put("url", url);
            terminal().json(document.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            terminal().say(url);
        }
        if (browser) {
            show(url);
        }
        return ExitCode.OK;
    }

    private void show(String url) {
        if (session.variable("DISPLAY").isEmpty()
                && session.variable("WAYLAND_DISPLAY").isEmpty()) {
            terminal().note("There is no display here: open the address where there is one.");
            return;
        }
        try {
            new ProcessBuilder("xdg-open", url)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            terminal().note("No browser was started (" + e.getMessage() + "): open the address by hand.");
        }
    }
}
