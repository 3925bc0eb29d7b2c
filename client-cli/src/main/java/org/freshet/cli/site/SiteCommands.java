package org.freshet.cli.site;

import java.util.List;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet site}. */
@Command(
        name = "site",
        description = "Show and change sites: how many pilots, where, and how they behave.",
        footerHeading = "%n",
        footer = "'freshet site COMMAND --help' shows the options of a command and examples.")
public final class SiteCommands extends DocumentedCommand {

    /**
     * The group with its commands.
     *
     * @param words of the call, after the group's name
     */
    public static CommandLine of(Session session, List<String> words) {
        return new Subcommands()
                .with("list", () -> new SiteList(session))
                .with("show", () -> new SiteShow(session))
                .with("add", () -> new SiteAdd(session))
                .with("set", () -> new SiteSet(session))
                .with("pause", () -> new SitePause(session))
                .with("resume", () -> new SiteResume(session))
                .with("secret", () -> new SiteNewSecret(session))
                .addTo(new CommandLine(new SiteCommands()), words);
    }
}
