package org.freshet.cli.dag;

import org.freshet.cli.session.Query;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one version of a DAG. */
abstract class OneDag extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the DAG.")
    private String name = "";

    @Option(names = "--version", paramLabel = "N", description = "One of its versions (default: the newest).")
    private @Nullable Integer version;

    OneDag(Session session) {
        super(session);
    }

    final String name() {
        return name;
    }

    /**
     * Where it is, below {@code /api/v1}.
     *
     * @param more further steps of the path, beginning with a slash, or nothing
     */
    final String place(String more) {
        return "/dags/" + Segment.of(name) + more + Query.empty().with("version", version);
    }
}
