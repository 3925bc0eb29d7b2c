package org.freshet.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        description = "Print the address of the page of a job, a pilot or a workflow. Asks no server.",
        footer = {"  freshet open 12", "  freshet open 3 --pilot --browser"})
final class OpenCommand extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number of it, or UUID of the job.")
    private IdArgument id = new IdArgument("");

    @ArgGroup
    private Kind kind = new Kind();

    /** Whose page it is. */
    private static final class Kind {

        @Option(names = "--pilot", description = "The id is that of a pilot.")
        private boolean pilot;

        @Option(names = "--workflow", description = "The id is that of a workflow.")
        private boolean workflow;

        private String path() {
            if (workflow) {
                return "/workflows/";
            }
            return pilot ? "/pilots/" : "/jobs/";
        }
    }

    @Option(names = "--browser", description = "Show the page in a browser as well, where there is a display.")
    private boolean browser;

    OpenCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        String url = session.connection().url() + kind.path() + id;
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
