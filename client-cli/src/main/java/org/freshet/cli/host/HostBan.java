package org.freshet.cli.host;

import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.HostView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "ban",
        description = {
            "Give the pilots of a host no more jobs, and let no new ones of it in.",
            "Jobs that run there end normally. It holds until the host is allowed again."
        },
        footer = {"  freshet host ban b6e1da905a --reason \"libGL broken, 9 of 11 failed\""})
final class HostBan extends HostChange {

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for those who find it banned.")
    private String reason = "";

    HostBan(Session session) {
        super(session, "ban");
    }

    @Override
    String reason() {
        return reason;
    }

    @Override
    String done(HostView view) {
        if (view.pilots() == 0) {
            return "Host " + view.host() + " is banned. No pilot of it is there now.";
        }
        return "Host " + view.host() + " is banned. Of its " + Words.count(view.pilots(), "pilot") + ", "
                + Words.number(view.busy()) + (view.busy() == 1 ? " holds" : " hold")
                + " a job that may end; none takes another.";
    }
}
