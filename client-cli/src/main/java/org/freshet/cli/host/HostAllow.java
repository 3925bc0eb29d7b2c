package org.freshet.cli.host;

import org.freshet.cli.session.Session;
import org.freshet.protocol.HostView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "allow",
        description = {
            "Let new pilots of a banned host in again.",
            "Pilots that were told to drain when it was banned go on to."
        },
        footer = {"  freshet host allow b6e1da905a --reason \"driver installed\""})
final class HostAllow extends HostChange {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String reason;

    HostAllow(Session session) {
        super(session, "allow");
    }

    @Override
    @Nullable
    String reason() {
        return reason;
    }

    @Override
    String done(HostView view) {
        return "Host " + view.host() + " is allowed again.";
    }
}
